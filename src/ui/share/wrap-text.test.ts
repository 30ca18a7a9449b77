import { expect, test } from 'vitest';
import { wrapText } from './wrap-text.ts';

const wrap = (text: string) => wrapText(text, 8, (part) => part.length);

test('text breaks between words, and within a word that is wider than a line', () => {
  expect(wrap('Chromium 156, Linux')).toEqual(['Chromium', '156,', 'Linux']);
  expect(wrap('mobilenet-v2.onnx')).toEqual(['mobilene', 't-v2.onn', 'x']);
  expect(wrap('a mobilenet-v2')).toEqual(['a', 'mobilene', 't-v2']);
  expect(wrap('')).toEqual(['']);
});
