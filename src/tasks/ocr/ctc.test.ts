import { expect, test } from 'vitest';
import { listCharacterClasses, parseKeys } from './character-keys.ts';
import { decodeCtc } from './ctc.ts';

/** A row of probabilities for each step: `probability` for its class, the rest shared evenly. */
function createSteps(count: number, ...steps: [best: number, probability: number][]) {
  return Float32Array.from(
    steps.flatMap(([best, probability]) =>
      Array.from({ length: count }, (_, index) => (index === best ? probability : (1 - probability) / (count - 1))),
    ),
  );
}

test('repeats are collapsed, except across a blank, and blanks are removed', () => {
  const steps = createSteps(4, [0, 0.9], [1, 0.8], [1, 0.9], [0, 0.9], [1, 0.6], [2, 1], [3, 0.7], [0, 1]);
  const { text, score } = decodeCtc(steps, ['', 'a', 'b', ' ']);
  expect(text).toBe('aab ');
  expect(score).toBeCloseTo((0.8 + 0.6 + 1 + 0.7) / 4);
});

test('blanks alone decode to an empty text with score 0', () => {
  expect(decodeCtc(createSteps(3, [0, 0.9], [0, 0.8]), ['', 'a', 'b'])).toEqual({ text: '', score: 0 });
});

test('a key list is parsed line by line, including a space and any line ending', () => {
  expect(parseKeys('\uFEFFa\r\n中\n \n')).toEqual(['a', '中', ' ']);
  expect(parseKeys('a\nb')).toEqual(['a', 'b']);
});

test('the classes are the blank, the list and, if the graph has one more, a space', () => {
  expect(listCharacterClasses(4, ['a', 'b'])).toEqual(['', 'a', 'b', ' ']);
  expect(listCharacterClasses(3, ['a', 'b'])).toEqual(['', 'a', 'b']);
});

test('without a list, 97 classes are those of PaddleOCR en_dict.txt', () => {
  const classes = listCharacterClasses(97, null);
  // Positions by PaddleOCR's ppocr/utils/en_dict.txt, counted from 1 as there: line 1 is 0, 18 is A, 50 is a, 95 a
  // space.
  expect([classes[1], classes[18], classes[50], classes[95], classes[96]]).toEqual(['0', 'A', 'a', ' ', ' ']);
  expect(new Set(classes.slice(1, 96)).size).toBe(95);
});

test('a list of the wrong length is rejected with both lengths in the error', () => {
  expect(() => listCharacterClasses(97, ['a', 'b'])).toThrow('classes: 97; reason: keys-wrong-count; characters: 2');
  expect(() => listCharacterClasses(6625, null)).toThrow('classes: 6625; reason: keys-missing');
});
