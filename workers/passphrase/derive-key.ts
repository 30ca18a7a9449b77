import { argon2id } from 'hash-wasm';

/**
 * See `PassphraseWorker.deriveKey`. The parameters are the second recommended option of RFC 9106: 64 MiB, three passes,
 * four lanes.
 */
export async function deriveKey(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const key = await argon2id({
    password: passphrase.normalize('NFC'),
    salt,
    iterations: 3,
    memorySize: 64 * 1024,
    parallelism: 4,
    hashLength: 32,
    outputType: 'binary',
  });
  return new Uint8Array(key);
}
