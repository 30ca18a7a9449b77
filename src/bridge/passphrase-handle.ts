import { rejectOnAbort } from '#core/delay.ts';
import { spawnWorker } from './spawn-worker.ts';

/**
 * Derives a non-extractable AES-GCM key in a separate worker, because Argon2id takes a second and 64 MiB.
 * @throws AppError worker-died
 */
export async function deriveKey(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const { remote, died, terminate } = spawnWorker('passphrase');
  try {
    const bytes = await rejectOnAbort(died, remote.deriveKey(passphrase, salt));
    return await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  } finally {
    terminate();
  }
}
