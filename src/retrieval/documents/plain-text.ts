import { SectionBuilder, type DocumentContents } from './section.ts';

/** Reads text without markup, whose paragraphs are separated by empty lines. */
export function readPlainText(text: string): DocumentContents {
  const builder = new SectionBuilder();
  for (const paragraph of text.split(/\n[ \t]*\n/)) builder.addParagraph(paragraph);
  return builder.build();
}
