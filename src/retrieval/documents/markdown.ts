import { lexer } from 'marked';
import { SectionBuilder, type DocumentContents } from './section.ts';

/** The settings in YAML at the beginning that many programs write. */
const frontMatter = /^---\n[\s\S]*?\n---\n/;

/** Markdown by its headings; the blocks under them stay as they were written. */
export function readMarkdown(text: string): DocumentContents {
  const builder = new SectionBuilder();
  for (const token of lexer(text.replace(frontMatter, ''))) {
    if (token.type === 'heading') builder.addHeading(token['depth'] as number, withoutMarks(token['text'] as string));
    else if (token.type !== 'hr' && token.type !== 'def') builder.addParagraph(token.raw);
  }
  return builder.build();
}

/** A heading without its marks of emphasis, code and links. */
const withoutMarks = (text: string) => text.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[*_`]/g, '');
