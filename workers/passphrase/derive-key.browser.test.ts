import { expect, test } from 'vitest';
import { deriveKey } from './derive-key.ts';

test('the derived key matches another implementation of Argon2id', async () => {
  const key = await deriveKey(
    'correct horse battery staple',
    Uint8Array.from({ length: 16 }, (_, index) => index),
  );
  // argon2-cffi 25.1: hash_secret_raw(passphrase, bytes(range(16)), 3, 65536, 4, 32, Type.ID).hex()
  const hex = [...key].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  expect(hex).toBe('853b272a44db1421c02962669a55eb0994f3cab385ed1c4c79253eee19bab49e');
});
