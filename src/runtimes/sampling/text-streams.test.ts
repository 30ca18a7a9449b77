import { expect, test } from 'vitest';
import { StopStrings } from './stop-strings.ts';
import { TokenStream } from './token-stream.ts';

/** Pushes pieces until a stop string is found. */
function streamUntilStop(stops: readonly string[], pieces: readonly string[]): string {
  const strings = new StopStrings(stops);
  let text = '';
  for (const piece of pieces) {
    const pushed = strings.push(piece);
    text += pushed.text;
    if (pushed.isFound) return `${text}${strings.flush()}|`;
  }
  return text + strings.flush();
}

test.each([
  ['a stop string in one piece', ['end'], ['the end.'], 'the |'],
  ['a stop string in several pieces', ['<end>'], ['a<', 'en', 'd>b'], 'a|'],
  ['the first of two', ['b', 'c'], ['xcb'], 'x|'],
  ['a beginning of a stop string that goes on differently', ['<end>'], ['a<e', 'xit>'], 'a<exit>'],
  ['a beginning of a stop string at the end of the text', ['<end>'], ['a<en'], 'a<en'],
  ['a stop string that begins within another beginning', ['aab'], ['aa', 'ab'], 'a|'],
  ['no stop strings', [], ['a', 'b'], 'ab'],
  ['an empty stop string', [''], ['a', 'b'], 'ab'],
])('a text with %s', (_, stops, pieces, expected) => {
  expect(streamUntilStop(stops, pieces)).toBe(expected);
});

test('text is withheld only while it may begin a stop string', () => {
  expect(new StopStrings(['<end>']).push('abc<').text).toBe('abc');
});

/** Tokens are bytes in UTF-8, and as in SentencePiece's decoder the first space is dropped. */
const decode = (tokens: readonly number[]) => new TextDecoder().decode(Uint8Array.from(tokens)).replace(/^ /, '');
const toUtf8 = (text: string) => [...new TextEncoder().encode(text)];

test('each character is returned when its last byte arrives', () => {
  const stream = new TokenStream(decode);
  expect(toUtf8('aé🦙b').map((byte) => stream.push(byte))).toEqual(['a', '', 'é', '', '', '', '🦙', 'b']);
  expect(stream.flush()).toBe('');
});

test('a leading space is returned if a prompt precedes it', () => {
  expect(new TokenStream(decode).push(0x20)).toBe('');
  const stream = new TokenStream(decode, toUtf8('once'));
  expect([0x20, 0x75].map((byte) => stream.push(byte))).toEqual([' ', 'u']);
});

test('an incomplete character at the end is returned as the replacement character', () => {
  const stream = new TokenStream(decode);
  expect(stream.push(0xc3)).toBe('');
  expect(stream.flush()).toBe('\uFFFD');
});
