import { expect, test } from 'vitest';
import { decodeFloat16, encodeFloat16 } from './tensor-numbers.ts';

// numpy 2: `numpy.float32(value).astype(numpy.float16).view(numpy.uint16)`.
test.each([
  [0, 0x0000],
  [1, 0x3c00],
  [-2, 0xc000],
  [0.1, 0x2e66],
  [255, 0x5bf8],
  [-1 / 3, 0xb555],
  [65_504, 0x7bff],
  [2 ** -14, 0x0400],
])('encodes %d with the float16 bits of numpy', (value, bits) => {
  expect(encodeFloat16(value)).toBe(bits);
});

test('encodes a number below the normal range of float16 as 0', () => {
  expect(encodeFloat16(2 ** -15)).toBe(0);
  expect(decodeFloat16(encodeFloat16(-(2 ** -20)))).toBe(-0);
});
