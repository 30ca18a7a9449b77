import { expect, test } from 'vitest';
import { forgetPairedCompanion, loadPairedCompanion, storePairedCompanion } from './paired-companion.ts';

test('a pairing is stored with its key, which signs and cannot be exported, until it is forgotten', async () => {
  expect(await loadPairedCompanion()).toBeNull();
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  const stored = { port: 7319, privateKey, publicKey: 'page', companionKey: 'companion', pairedAtMs: 1 };
  await storePairedCompanion({ ...stored, port: 1 });
  await storePairedCompanion(stored);

  const loaded = (await loadPairedCompanion())!;
  expect(loaded).toMatchObject({ ...stored, privateKey: expect.any(CryptoKey) as CryptoKey });
  const parameters = { name: 'ECDSA', hash: 'SHA-256' };
  const bytes = new TextEncoder().encode('text');
  const signature = await crypto.subtle.sign(parameters, loaded.privateKey, bytes);
  expect(await crypto.subtle.verify(parameters, publicKey, signature, bytes)).toBe(true);
  for (const format of ['pkcs8', 'jwk'] as const) {
    await expect(crypto.subtle.exportKey(format, loaded.privateKey)).rejects.toThrow();
  }

  await forgetPairedCompanion();
  expect(await loadPairedCompanion()).toBeNull();
});
