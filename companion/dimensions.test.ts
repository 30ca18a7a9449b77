import { expect, test } from 'vitest';
import { AppError } from '#core/error.ts';
import { UsageError } from './command.ts';
import { askForSizes, dimsForLink } from './dimensions.ts';

test.each([
  ['batch=1,sequence=128', 'batch:1,sequence:128'],
  ['batch:1,sequence:128', 'batch:1,sequence:128'],
  ['past%2C1=4', 'past%2C1:4'],
  ['a=b=2', 'a=b:2'],
])('sizes written %s stand in a link as %s', (given, written) => {
  expect(dimsForLink(given)).toBe(written);
});

const unsized = new AppError('input-invalid', {
  name: 'x',
  got: 'without a size',
  free: 'batch,past%20%2B%201,height',
});

test('free dimensions are named, with sizes to paste', () => {
  const error = askForSizes(unsized);
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toContain('"batch", "past + 1", "height"');
  expect(error.message).toMatch(/--dims batch=1,past%20%2B%201=1,height=224$/);
});

test('a size that was given stays', () => {
  expect(askForSizes(unsized, 'batch:8').message).toMatch(/--dims batch=8,/);
});

test('another fault is left as it is', () => {
  const other = new AppError('input-invalid', { name: 'x', got: 'text', want: 'a picture' });
  expect(askForSizes(other)).toBe(other);
});
