import { expect, test } from 'vitest';
import { listing } from './listing.ts';

test('lists every value on one line, named by its path', () => {
  expect(listing({ format: 'onnx', shape: [1, 3], sizes: { bytes: 12 }, inputs: [{ name: 'x' }] })).toBe(
    'format  onnx\nshape  1, 3\nsizes.bytes  12\ninputs.0.name  x\n',
  );
});

test('lists numbers without floating-point rounding errors', () => {
  expect(listing({ ms: 10.809999998658895, shares: [0.1 + 0.2, null] })).toBe('ms  10.81\nshares  0.3, null\n');
});

test('replaces control characters in file metadata with spaces', () => {
  const clearScreen = '\u001b[2J';
  expect(listing({ name: `a${clearScreen}b\nfake  line`, [`key\u009b1m`]: 'c\u0007', tags: ['d\r', 'e'] })).toBe(
    'name  a [2Jb fake  line\nkey 1m  c \ntags  d , e\n',
  );
});
