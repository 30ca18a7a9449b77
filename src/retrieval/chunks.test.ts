import { expect, test } from 'vitest';
import { chunkSections, formatEmbeddedText } from './chunks.ts';

const section = (text: string) => ({ headings: ['Lease', 'Pets'], page: 2, text });
const texts = (text: string, max: number) => chunkSections([section(text)], max).map((chunk) => chunk.text);

test('paragraphs of a section are joined as long as they fit, and keep its headings and page', () => {
  const chunks = chunkSections([section('One.\n\nTwo.\n\nThree is longer.')], 12);
  expect(chunks).toEqual([
    { headings: ['Lease', 'Pets'], page: 2, text: 'One.\n\nTwo.' },
    { headings: ['Lease', 'Pets'], page: 2, text: 'Three is' },
    { headings: ['Lease', 'Pets'], page: 2, text: 'longer.' },
  ]);
  expect(formatEmbeddedText(chunks[0]!)).toBe('Lease\nPets\nOne.\n\nTwo.');
});

test('a long paragraph is divided between sentences, then words, then anywhere', () => {
  expect(texts('A first sentence. A second one. A third.', 33)).toEqual([
    'A first sentence. A second one.',
    'A third.',
  ]);
  expect(texts('many words without an end', 12)).toEqual(['many words', 'without an', 'end']);
  expect(texts('0123456789', 4)).toEqual(['0123', '4567', '89']);
});

test('table rows are not split', () => {
  expect(texts('a\t1\nb\t2\nc\t3', 8)).toEqual(['a\t1\nb\t2', 'c\t3']);
});

test('sections are never joined', () => {
  expect(chunkSections([section('One.'), section('Two.')]).map(({ text }) => text)).toEqual(['One.', 'Two.']);
});

test('no passage is longer than the limit, and no letter is lost', () => {
  const text = Array.from({ length: 300 }, (_, index) => `Sentence ${index} says ${'x'.repeat(index % 40)}.`).join(' ');
  const passages = texts(text, 100);
  expect(Math.max(...passages.map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(passages.join(' ').replaceAll(/\s+/g, ' ')).toBe(text.replaceAll(/\s+/g, ' '));
});
