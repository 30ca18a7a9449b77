import { expect, test } from 'vitest';
import { AppError, asAppError } from './error.ts';

test.each([
  ['an abort', new DOMException('stopped', 'AbortError'), 'aborted', {}],
  [
    'a full disk without an error message',
    new DOMException('', 'QuotaExceededError'),
    'storage-failed',
    { reason: /^quota-exceeded$/ },
  ],
  ['a fault', new TypeError('x is undefined'), 'internal', { why: /^x is undefined$/ }],
  ['an error without a message', new DOMException('', 'UnknownError'), 'internal', { why: /^UnknownError$/ }],
  ['a value that is not an Error', 'oh', 'internal', { why: /^oh$/ }],
] as const)('converts %s to an AppError with the matching code', (_, thrown, code, facts) => {
  const error = asAppError(thrown);
  expect(error.code).toBe(code);
  for (const [name, pattern] of Object.entries(facts)) expect(error.facts[name]).toMatch(pattern);
  expect(error.cause).toBe(thrown);
});

test('returns an AppError unchanged', () => {
  const error = new AppError('model-corrupt', { format: 'onnx' });
  expect(asAppError(error)).toBe(error);
});
