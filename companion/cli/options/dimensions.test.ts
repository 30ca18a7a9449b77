import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { UsageError } from '../command.ts';
import { suggestDimensions, formatChosenDims, toLinkDims } from './dimensions.ts';

test.each([
  ['batch=1,sequence=128', 'batch:1,sequence:128'],
  ['batch:1,sequence:128', 'batch:1,sequence:128'],
  ['past%2C1=4', 'past%2C1:4'],
  ['a=b=2', 'a=b:2'],
])('writes --dims %s as %s in a link', (text, linkDims) => {
  expect(toLinkDims(text)).toBe(linkDims);
});

const unsized = new AppError('input-invalid', {
  name: 'x',
  reason: 'size-missing',
  free: 'batch,past%20%2B%201,height',
  suggested: 'batch:1,past%20%2B%201:128,height:224',
});

test('adds a suggested --dims option to an error about free dimensions', () => {
  const error = suggestDimensions(unsized);
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toContain('"past + 1"');
  expect(error.message).toMatch(/--dims batch=1,past%20%2B%201=128,height=224$/);
});

test('includes the given sizes in the suggested --dims option', () => {
  expect(suggestDimensions(unsized, 'batch:8').message).toMatch(/--dims batch=8,/);
  expect(suggestDimensions(unsized, 'width:64').message).toMatch(
    /--dims batch=1,past%20%2B%201=128,height=224,width=64$/,
  );
});

test('formats the suggested sizes that were used as a --dims option', () => {
  const used = { length: 512, 'past, 1': 128 };
  expect(formatChosenDims(used, undefined)).toBe('length=512,past%2C%201=128');
  expect(formatChosenDims(used, 'length=64')).toBe('past%2C%201=128');
  expect(formatChosenDims(used, 'length=64,past%2C%201:8')).toBe('');
});

test('returns other errors unchanged', () => {
  const other = new AppError('input-invalid', { name: 'x', actual: 'text', expected: 'an image' });
  expect(suggestDimensions(other)).toBe(other);
});
