import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { UsageError } from '../command.ts';
import { suggestDimensions, formatSuggestedDims, toLinkDims } from './dimensions.ts';

test.each([
  ['batch=1,sequence=128', 'batch:1,sequence:128'],
  ['batch:1,sequence:128', 'batch:1,sequence:128'],
  ['past%2C1=4', 'past%2C1:4'],
  ['a=b=2', 'a=b:2'],
])('--dims %s is written as %s in a link', (given, written) => {
  expect(toLinkDims(given)).toBe(written);
});

const unsized = new AppError('input-invalid', {
  name: 'x',
  reason: 'size-missing',
  free: 'batch,past%20%2B%201,height',
  suggested: 'batch:1,past%20%2B%201:128,height:224',
});

test('an error about dynamic dimensions names them and suggests a --dims option', () => {
  const error = suggestDimensions(unsized);
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toContain('"past + 1"');
  expect(error.message).toMatch(/--dims batch=1,past%20%2B%201=128,height=224$/);
});

test('the suggested --dims option includes the given sizes', () => {
  expect(suggestDimensions(unsized, 'batch:8').message).toMatch(/--dims batch=8,/);
});

test('suggested sizes that were used are formatted as a --dims option', () => {
  const used = { length: 512, 'past, 1': 128 };
  expect(formatSuggestedDims(used, undefined)).toBe('length=512,past%2C%201=128');
  expect(formatSuggestedDims(used, 'length=64')).toBe('past%2C%201=128');
  expect(formatSuggestedDims(used, 'length=64,past%2C%201:8')).toBe('');
});

test('an error that is not about dynamic dimensions is returned unchanged', () => {
  const other = new AppError('input-invalid', { name: 'x', actual: 'text', expected: 'an image' });
  expect(suggestDimensions(other)).toBe(other);
});
