import { expect, test } from 'vitest';
import { asNonNegativeInteger, parseJson } from './json.ts';

const encodeText = (text: string) => new TextEncoder().encode(text);
const corrupt = expect.objectContaining({ code: 'model-corrupt' });

test('parses JSON, without counting brackets in strings as nesting', () => {
  expect(parseJson(encodeText('{"a":"[[[\\"[","b":[1]}'), 'tfjs')).toEqual({ a: '[[["[', b: [1] });
});

test.each([
  ['nested a million deep', '['.repeat(1_000_000)],
  ['three million empty objects', `[${'{},'.repeat(3_000_000)}{}]`],
  ['no JSON at all', 'model'],
  ['cut short', '{"a":'],
])('rejects invalid text as corrupt: %s', (_, text) => {
  expect(() => parseJson(encodeText(text), 'tfjs')).toThrow(corrupt);
});

test('rejects bytes that are not UTF-8 as corrupt', () => {
  expect(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22), 'tfjs')).toThrow(corrupt);
});

test.each([
  [3, 3],
  ['12', 12],
  [-1, null],
  ['-1', null],
  [1.5, null],
  ['9223372036854775807', null],
  [Number.NaN, null],
  [null, null],
])('reads the value %j as the integer %j', (value, count) => {
  expect(asNonNegativeInteger(value)).toBe(count);
});
