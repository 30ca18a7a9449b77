import { expect, test } from 'vitest';
import { chunkSections, formatEmbeddedText } from './chunks.ts';

const createSection = (text: string) => ({ headings: ['Lease', 'Pets'], page: 2, text });
const listTexts = (text: string, max: number) => chunkSections([createSection(text)], max).map((chunk) => chunk.text);

test('paragraphs of a section are joined up to the limit, with its headings and page', () => {
  const chunks = chunkSections([createSection('One.\n\nTwo.\n\nThree is longer.')], 12);
  expect(chunks).toEqual([
    { headings: ['Lease', 'Pets'], page: 2, text: 'One.\n\nTwo.' },
    { headings: ['Lease', 'Pets'], page: 2, text: 'Three is' },
    { headings: ['Lease', 'Pets'], page: 2, text: 'longer.' },
  ]);
  expect(formatEmbeddedText(chunks[0]!)).toBe('Lease\nPets\nOne.\n\nTwo.');
});

test('a long paragraph is split between sentences, words or characters', () => {
  expect(listTexts('A first sentence. A second one. A third.', 33)).toEqual([
    'A first sentence. A second one.',
    'A third.',
  ]);
  expect(listTexts('many words without an end', 12)).toEqual(['many words', 'without an', 'end']);
  expect(listTexts('0123456789', 4)).toEqual(['0123', '4567', '89']);
});

test('table rows are not split', () => {
  expect(listTexts('a\t1\nb\t2\nc\t3', 8)).toEqual(['a\t1\nb\t2', 'c\t3']);
});

test('sections are never joined', () => {
  expect(chunkSections([createSection('One.'), createSection('Two.')]).map(({ text }) => text)).toEqual([
    'One.',
    'Two.',
  ]);
});

test('no passage exceeds the limit, and no text is lost', () => {
  const text = Array.from({ length: 300 }, (_, index) => `Sentence ${index} says ${'x'.repeat(index % 40)}.`).join(' ');
  const passages = listTexts(text, 100);
  expect(Math.max(...passages.map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(passages.join(' ').replaceAll(/\s+/g, ' ')).toBe(text.replaceAll(/\s+/g, ' '));
});
