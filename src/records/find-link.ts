/** Punctuation after a URL in a sentence or a quotation, with the marks of Chinese text. */
const trailingPunctuation = /[.,:;!?'"”’。，、；：！？」』）]$/u;

/**
 * Returns the first URL in a text; `null` if there is none. Trailing punctuation is not part of it, nor is a closing
 * parenthesis without an opening one (as in GitHub Flavored Markdown, section 6.9).
 */
export function findLink(text: string): string | null {
  let link = /https?:\/\/[^\s<>]+/i.exec(text)?.[0] ?? null;
  while (link !== null && (trailingPunctuation.test(link) || endsWithUnmatchedParenthesis(link)))
    link = link.slice(0, -1);
  return link;
}

function endsWithUnmatchedParenthesis(link: string): boolean {
  return link.endsWith(')') && link.split(')').length > link.split('(').length;
}
