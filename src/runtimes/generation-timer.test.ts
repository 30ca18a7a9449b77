import { expect, test } from 'vitest';
import { decodeTokensPerS } from './generation-timer.ts';

test('the decode rate excludes the first token and starts at its time', () => {
  // Computed by hand: 10 more tokens in half a second.
  expect(decodeTokensPerS(11, 1000, 1500)).toBe(20);
});

test.each([
  ['one token', 1, 1000, 1500],
  ['no count by the engine', null, 1000, 1500],
  ['no text', 5, null, null],
  ['all text at one reading of the clock', 5, 1000, 1000],
])('the decode rate is not measured with %s', (_, tokens, firstMs, lastMs) => {
  expect(decodeTokensPerS(tokens, firstMs, lastMs)).toBeNull();
});
