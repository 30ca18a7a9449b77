import { expect, test } from 'vitest';
import { computeDecodeTokensPerS } from './generation-timer.ts';

test('the decode rate excludes the first token and its latency', () => {
  // Calculated manually: 10 more tokens in half a second.
  expect(computeDecodeTokensPerS(11, 1000, 1500)).toBe(20);
});

test.each([
  ['one token', 1, 1000, 1500],
  ['no token count from the engine', null, 1000, 1500],
  ['no text', 5, null, null],
  ['a clock that did not advance', 5, 1000, 1000],
])('the decode rate is null with %s', (_, tokens, firstMs, lastMs) => {
  expect(computeDecodeTokensPerS(tokens, firstMs, lastMs)).toBeNull();
});
