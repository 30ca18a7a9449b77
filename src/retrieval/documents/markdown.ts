import { lexer } from 'marked';
import { SectionBuilder, type DocumentContents } from './section.ts';

/** Matches initial settings in YAML, which many programs write. */
const frontMatter = /^---\n[\s\S]*?\n---\n/;

/** Reads Markdown by its headings, with unchanged blocks. */
export function readMarkdown(text: string): DocumentContents {
  const builder = new SectionBuilder();
  for (const token of lexer(text.replace(frontMatter, ''))) {
    if (token.type === 'heading') builder.addHeading(token['depth'] as number, removeMarkup(token['text'] as string));
    else if (token.type !== 'hr' && token.type !== 'def') builder.addParagraph(token.raw);
  }
  return builder.build();
}

/** Removes marks of emphasis, code and links from a heading. */
const removeMarkup = (text: string) => text.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[*_`]/g, '');
