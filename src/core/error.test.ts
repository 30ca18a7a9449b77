import { expect, test } from 'vitest';
import { AppError, asAppError } from './error.ts';

test.each([
  ['a cancel', new DOMException('stopped', 'AbortError'), 'aborted', {}],
  [
    'a full disk that has no words for it',
    new DOMException('', 'QuotaExceededError'),
    'storage-failed',
    { reason: /^quota-exceeded$/ },
  ],
  ['a fault', new TypeError('x is undefined'), 'internal', { why: /^x is undefined$/ }],
  ['a fault without a message', new DOMException('', 'UnknownError'), 'internal', { why: /^UnknownError$/ }],
  ['what is no error', 'oh', 'internal', { why: /^oh$/ }],
] as const)('%s becomes an AppError with the code that fits, and stays its cause', (_, thrown, code, facts) => {
  const error = asAppError(thrown);
  expect(error.code).toBe(code);
  for (const [name, words] of Object.entries(facts)) expect(error.facts[name]).toMatch(words);
  expect(error.cause).toBe(thrown);
});

test('an AppError stays as it is', () => {
  const ours = new AppError('model-corrupt', { format: 'onnx' });
  expect(asAppError(ours)).toBe(ours);
});
