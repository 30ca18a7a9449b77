import { expect, test } from 'vitest';
import { AppError } from './error.ts';
import { toStorageError } from './storage-error.ts';

test.each([
  ['SecurityError', 'The request was denied.'],
  ['UnknownError', 'The user denied permission to access the database.'],
])('recognises blocked site data by the error %s', (name, message) => {
  const { code, facts } = toStorageError(new DOMException(message, name));
  expect([code, facts]).toEqual(['storage-failed', { reason: 'storage-blocked' }]);
});

test('recognises data of a newer version of the app', () => {
  const message = 'The requested version (1) is less than the existing version (999).';
  expect(toStorageError(new DOMException(message, 'VersionError')).facts).toEqual({ reason: 'storage-newer' });
});

test('recognises a full disk, quotes other browser errors, and returns an AppError unchanged', () => {
  const unknownError = new DOMException('Internal error opening backing store', 'UnknownError');
  expect(toStorageError(unknownError).facts).toEqual({ why: 'Internal error opening backing store' });
  expect(toStorageError(new DOMException('', 'QuotaExceededError')).facts).toEqual({ reason: 'quota-exceeded' });
  const error = new AppError('model-unknown', { model: 'x' });
  expect(toStorageError(error)).toBe(error);
});
