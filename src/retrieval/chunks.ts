import type { Section } from './documents/section.ts';

/** A passage, which is found and quoted as a whole. */
export interface Chunk {
  /** The headings of its section. */
  readonly headings: readonly string[];
  readonly page: number | null;
  readonly text: string;
}

/**
 * The maximum length of a passage in characters: about 200 tokens of English, so headings and passage are within the
 * 256 tokens that common embedding models process. Heuristic, not measured.
 */
const maxLength = 800;

/** Divides sections into passages between paragraphs or, if necessary, between sentences, words, or characters. */
export function chunkSections(sections: readonly Section[], max = maxLength): readonly Chunk[] {
  return sections.flatMap(({ headings, page, text }) => {
    const paragraphs = text.split(/\n{2,}/).flatMap((paragraph) => divide(paragraph, max));
    return join(paragraphs, '\n\n', max).map((passage) => ({ headings, page, text: passage }));
  });
}

/** Formats the text to embed, with headings, without which a passage is often incomprehensible. */
export const formatEmbeddedText = ({ headings, text }: Chunk): string => [...headings, text].join('\n');

/** Divides a paragraph into parts of at most `max` characters. */
function divide(paragraph: string, max: number): readonly string[] {
  if (paragraph.length <= max) return [paragraph];
  const lines = paragraph.split('\n');
  if (lines.length > 1)
    return join(
      lines.flatMap((line) => divide(line, max)),
      '\n',
      max,
    );
  const sentences = splitIntoSegments(paragraph, 'sentence');
  const parts =
    sentences.length > 1 ? sentences.flatMap((sentence) => divide(sentence, max)) : divideWords(paragraph, max);
  return join(parts, ' ', max);
}

/** Divides a sentence between words, and text without words, such as base64, between characters. */
function divideWords(sentence: string, max: number): readonly string[] {
  return sentence.split(/\s+/).flatMap((word) => {
    const pieces = Math.ceil(word.length / max);
    return Array.from({ length: pieces }, (_, index) => word.slice(index * max, (index + 1) * max));
  });
}

function splitIntoSegments(text: string, granularity: 'sentence'): readonly string[] {
  const segments = new Intl.Segmenter(undefined, { granularity }).segment(text);
  return [...segments].map(({ segment }) => segment.trim()).filter((segment) => segment !== '');
}

/** Joins adjacent parts up to the limit. */
function join(parts: readonly string[], separator: string, max: number): readonly string[] {
  const joined: string[] = [];
  for (const part of parts) {
    const lastPart = joined.at(-1);
    if (lastPart !== undefined && lastPart.length + separator.length + part.length <= max)
      joined[joined.length - 1] = lastPart + separator + part;
    else joined.push(part);
  }
  return joined;
}
