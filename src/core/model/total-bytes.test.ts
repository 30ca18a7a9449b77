import { expect, test } from 'vitest';
import { sumBytes } from './total-bytes.ts';

test('the total of no files is 0, and unknown if any size is', () => {
  expect(sumBytes([])).toBe(0);
  expect(sumBytes([{ sizeBytes: 3 }, { sizeBytes: 4 }])).toBe(7);
  expect(sumBytes([{ sizeBytes: 3 }, { sizeBytes: null }, { sizeBytes: 4 }])).toBeNull();
});
