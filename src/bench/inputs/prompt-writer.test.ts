import { expect, test } from 'vitest';
import { PromptWriter } from './prompt-writer.ts';

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const words = letters.map((letter) => `${letter}${letter}`);
/** Words with the space markers of byte-level BPE and SentencePiece, among other tokens. */
const vocabularies = {
  'byte-level BPE': ['<s>', '\u0120', ...words.map((word) => `\u0120${word}`), 'ing', '\u0120A1'],
  SentencePiece: ['<s>', '\u2581', ...words.map((word) => `\u2581${word}`), 'ing', '<0x0A>'],
};

test.each(Object.entries(vocabularies))('writes prompts of words of a %s vocabulary', (_, vocabulary) => {
  const text = new PromptWriter('m', vocabulary, 1).write(50);
  expect(text).toMatch(/^( ([a-z])\2){50}$/);
});

test('writes prompts of letters if the vocabulary has only letters', () => {
  expect(new PromptWriter('m', ['<s>', ...letters], 1).write(50)).toMatch(/^[a-z]{50}$/);
});

test('writes equal prompts for equal seeds, each with another first token than the previous one', () => {
  const [a, b] = [new PromptWriter('m', letters, 3), new PromptWriter('m', letters, 3)];
  const texts = Array.from({ length: 300 }, () => a.write(4));
  expect(Array.from({ length: 300 }, () => b.write(4))).toEqual(texts);
  for (const [index, text] of texts.entries()) expect(text[0]).not.toBe(texts[index + 1]?.[0]);
});

test('rejects a vocabulary without words or letters', () => {
  expect(() => new PromptWriter('m', ['<s>', '\u4f60'], 1)).toThrow(
    expect.objectContaining({ code: 'model-unsupported', facts: { model: 'm', reason: 'no-words' } }),
  );
});
