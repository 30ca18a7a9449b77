import { expect, test } from 'vitest';
import { formatNumberText } from './number-text.ts';

test.each([
  [0.1 + 0.2, '0.3'],
  [12.499999999, '12.5'],
  [Math.fround(0.9), '0.9'],
  [12_345.678, '12345.68'],
  [-0.5, '-0.5'],
  [123_456_789, '123456789'],
  [0, '0'],
])('formats %d as %s', (value, expected) => {
  expect(formatNumberText(value)).toBe(expected);
});
