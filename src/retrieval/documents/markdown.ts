import { lexer } from 'marked';
import { SectionBuilder, type DocumentContents } from './section.ts';

/** Matches YAML front matter. */
const frontMatterPattern = /^---\n[\s\S]*?\n---\n/;

/** Reads Markdown under its headings; its blocks are not changed. */
export function readMarkdown(text: string): DocumentContents {
  const builder = new SectionBuilder();
  for (const token of lexer(text.replace(frontMatterPattern, ''))) {
    if (token.type === 'heading') builder.addHeading(token['depth'] as number, removeMarkup(token['text'] as string));
    else if (token.type !== 'hr' && token.type !== 'def') builder.addParagraph(token.raw);
  }
  return builder.build();
}

/** Removes the markup of emphasis, code and links from a heading. */
const removeMarkup = (text: string) => text.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[*_`]/g, '');
