import { expect, test } from 'vitest';
import { sumBytes } from './sum-bytes.ts';

test('sums sizes, and is null if any size is unknown', () => {
  expect(sumBytes([])).toBe(0);
  expect(sumBytes([{ sizeBytes: 3 }, { sizeBytes: 4 }])).toBe(7);
  expect(sumBytes([{ sizeBytes: 3 }, { sizeBytes: null }, { sizeBytes: 4 }])).toBeNull();
});
