import { expect, test } from 'vitest';
import { AppError } from './error.ts';
import { toStorageError } from './storage-error.ts';

test.each([
  ['SecurityError', 'The request was denied.'],
  ['UnknownError', 'The user denied permission to access the database.'],
])('blocked site data is recognised by the error %s', (name, message) => {
  const { code, facts } = toStorageError(new DOMException(message, name));
  expect([code, facts]).toEqual(['storage-failed', { reason: 'storage-blocked' }]);
});

test('data of a newer version of the app is recognised', () => {
  const message = 'The requested version (1) is less than the existing version (999).';
  expect(toStorageError(new DOMException(message, 'VersionError')).facts).toEqual({ reason: 'storage-newer' });
});

test('a full disk is recognised, other browser errors are quoted, and an AppError is unchanged', () => {
  const internal = new DOMException('Internal error opening backing store', 'UnknownError');
  expect(toStorageError(internal).facts).toEqual({ why: 'Internal error opening backing store' });
  expect(toStorageError(new DOMException('', 'QuotaExceededError')).facts).toEqual({ reason: 'quota-exceeded' });
  const error = new AppError('model-unknown', { model: 'x' });
  expect(toStorageError(error)).toBe(error);
});
