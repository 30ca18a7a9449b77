import { expect, test } from 'vitest';
import { AppError, asAppError } from './error.ts';

test.each([
  ['a cancel', new DOMException('stopped', 'AbortError'), 'aborted', {}],
  [
    'a full disk without an error message',
    new DOMException('', 'QuotaExceededError'),
    'storage-failed',
    { reason: /^quota-exceeded$/ },
  ],
  ['a fault', new TypeError('x is undefined'), 'internal', { why: /^x is undefined$/ }],
  ['an error without a message', new DOMException('', 'UnknownError'), 'internal', { why: /^UnknownError$/ }],
  ['a value that is not an Error', 'oh', 'internal', { why: /^oh$/ }],
] as const)('%s becomes the cause of an AppError with the matching code', (_, thrown, code, facts) => {
  const error = asAppError(thrown);
  expect(error.code).toBe(code);
  for (const [name, words] of Object.entries(facts)) expect(error.facts[name]).toMatch(words);
  expect(error.cause).toBe(thrown);
});

test('an AppError is returned unchanged', () => {
  const ours = new AppError('model-corrupt', { format: 'onnx' });
  expect(asAppError(ours)).toBe(ours);
});
