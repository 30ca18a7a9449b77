import { expect, test } from 'vitest';
import { wrapText } from './wrap-text.ts';

const wrap = (text: string) => wrapText(text, 8, (part) => part.length);

test('text breaks between words, and within a word that is wider than a line', () => {
  expect(wrap('Chromium 156, Linux')).toEqual(['Chromium', '156,', 'Linux']);
  expect(wrap('mobilenet-v2.onnx')).toEqual(['mobilene', 't-v2.onn', 'x']);
  expect(wrap('a mobilenet-v2')).toEqual(['a', 'mobilene', 't-v2']);
  expect(wrap('')).toEqual(['']);
});

test('a word that is wider than a line breaks between user-perceived characters', () => {
  const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'; // three emoji, joined to one
  expect(wrap(`abc${family}d`)).toEqual(['abc', family, 'd']);
  expect(wrap('abcdefge\u0301')).toEqual(['abcdefg', 'e\u0301']);
});

test('text breaks at its line breaks', () => {
  expect(wrap('a b\nc\r\n\nd')).toEqual(['a b', 'c', '', 'd']);
});
