import type { Section } from './documents/section.ts';

/** A passage of a document, which is found and quoted as a whole. */
export interface Chunk {
  /** The headings of its section. */
  readonly headings: readonly string[];
  readonly page: number | null;
  readonly text: string;
}

/**
 * Maximum length of a passage in characters. It is about 200 tokens of English, so that headings and passage fit in the
 * 256 tokens that common embedding models process. Heuristic, not measured.
 */
const maxLength = 800;

/** Splits sections into passages between paragraphs or, if necessary, between lines, sentences, words or characters. */
export function chunkSections(sections: readonly Section[], maxChars = maxLength): readonly Chunk[] {
  return sections.flatMap(({ headings, page, text }) => {
    const paragraphs = text.split(/\n{2,}/).flatMap((paragraph) => splitParagraph(paragraph, maxChars));
    return joinParts(paragraphs, '\n\n', maxChars).map((passage) => ({ headings, page, text: passage }));
  });
}

/** Formats the text to embed. It includes the headings, without which a passage is often incomprehensible. */
export const formatEmbeddedText = ({ headings, text }: Chunk): string => [...headings, text].join('\n');

/** Splits a paragraph into parts of at most `maxChars` characters. */
function splitParagraph(paragraph: string, maxChars: number): readonly string[] {
  if (paragraph.length <= maxChars) return [paragraph];
  const lines = paragraph.split('\n');
  if (lines.length > 1)
    return joinParts(
      lines.flatMap((line) => splitParagraph(line, maxChars)),
      '\n',
      maxChars,
    );
  const sentences = splitIntoSegments(paragraph, 'sentence');
  const parts =
    sentences.length > 1
      ? sentences.flatMap((sentence) => splitParagraph(sentence, maxChars))
      : splitWords(paragraph, maxChars);
  return joinParts(parts, ' ', maxChars);
}

/** Splits a sentence between words, and long words, such as base64, between characters. */
function splitWords(sentence: string, maxChars: number): readonly string[] {
  return sentence.split(/\s+/).flatMap((word) => {
    const pieces = Math.ceil(word.length / maxChars);
    return Array.from({ length: pieces }, (_, index) => word.slice(index * maxChars, (index + 1) * maxChars));
  });
}

function splitIntoSegments(text: string, granularity: 'sentence'): readonly string[] {
  const segments = new Intl.Segmenter(undefined, { granularity }).segment(text);
  return [...segments].map(({ segment }) => segment.trim()).filter((segment) => segment !== '');
}

/** Joins adjacent parts up to the limit. */
function joinParts(parts: readonly string[], separator: string, maxChars: number): readonly string[] {
  const joined: string[] = [];
  for (const part of parts) {
    const lastPart = joined.at(-1);
    if (lastPart !== undefined && lastPart.length + separator.length + part.length <= maxChars)
      joined[joined.length - 1] = lastPart + separator + part;
    else joined.push(part);
  }
  return joined;
}
