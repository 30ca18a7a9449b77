import { expect, test } from 'vitest';
import { StopStrings } from './stop-strings.ts';
import { TokenStream } from './token-stream.ts';

/** Pushes chunks until a stop string is found. */
function streamUntilStop(stops: readonly string[], chunks: readonly string[]): string {
  const strings = new StopStrings(stops);
  let text = '';
  for (const chunk of chunks) {
    const pushed = strings.push(chunk);
    text += pushed.text;
    if (pushed.isFound) return `${text}${strings.flush()}|`;
  }
  return text + strings.flush();
}

test.each([
  ['a stop string in one chunk', ['end'], ['the end.'], 'the |'],
  ['a stop string in several chunks', ['<end>'], ['a<', 'en', 'd>b'], 'a|'],
  ['the first of two stop strings', ['b', 'c'], ['xcb'], 'x|'],
  ['a prefix of a stop string before other text', ['<end>'], ['a<e', 'xit>'], 'a<exit>'],
  ['a prefix of a stop string at the end', ['<end>'], ['a<en'], 'a<en'],
  ['a stop string that overlaps a prefix of itself', ['aab'], ['aa', 'ab'], 'a|'],
  ['no stop strings', [], ['a', 'b'], 'ab'],
  ['an empty stop string', [''], ['a', 'b'], 'ab'],
])('streams a text with %s', (_, stops, chunks, expected) => {
  expect(streamUntilStop(stops, chunks)).toBe(expected);
});

test('withholds text only while it may begin a stop string', () => {
  expect(new StopStrings(['<end>']).push('abc<').text).toBe('abc');
});

/** Tokens are bytes in UTF-8, and the first space is dropped as in SentencePiece's decoder. */
const decode = (tokens: readonly number[]) => new TextDecoder().decode(Uint8Array.from(tokens)).replace(/^ /, '');
const toUtf8 = (text: string) => [...new TextEncoder().encode(text)];

test('returns each character when its last byte arrives', () => {
  const stream = new TokenStream(decode);
  expect(toUtf8('aé🦙b').map((byte) => stream.push(byte))).toEqual(['a', '', 'é', '', '', '', '🦙', 'b']);
  expect(stream.flush()).toBe('');
});

test('returns a leading space if a prompt precedes it', () => {
  expect(new TokenStream(decode).push(0x20)).toBe('');
  const stream = new TokenStream(decode, toUtf8('once'));
  expect([0x20, 0x75].map((byte) => stream.push(byte))).toEqual([' ', 'u']);
});

test('returns an incomplete character at the end as the replacement character', () => {
  const stream = new TokenStream(decode);
  expect(stream.push(0xc3)).toBe('');
  expect(stream.flush()).toBe('\uFFFD');
});
