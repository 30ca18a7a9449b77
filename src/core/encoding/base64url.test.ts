import { expect, test } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';

// RFC 4648, section 10, without padding; the last two have the characters of table 2 (the value is section 5's 62 and 63).
const vectors: readonly (readonly [bytes: readonly number[], text: string])[] = [
  [[], ''],
  [[...'f'].map((c) => c.charCodeAt(0)), 'Zg'],
  [[...'fo'].map((c) => c.charCodeAt(0)), 'Zm8'],
  [[...'foobar'].map((c) => c.charCodeAt(0)), 'Zm9vYmFy'],
  [[0xfb, 0xef, 0xbe], '----'],
  [[0xff, 0xff, 0xff], '____'],
];

test.each(vectors)('the bytes %j are "%s" and are read back', (bytes, text) => {
  expect(toBase64url(Uint8Array.from(bytes))).toBe(text);
  expect([...fromBase64url(text)!]).toEqual(bytes);
});

test.each(['Zg==', 'Zh', 'Z', 'Zm9+', 'Zm 8', 'Zm8\n'])('"%j" has no bytes', (text) => {
  expect(fromBase64url(text)).toBeNull();
});
