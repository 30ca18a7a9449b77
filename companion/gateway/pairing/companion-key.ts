import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toBase64 } from '#core/encoding/base64.ts';
import { createSecret } from '../access/secret.ts';

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** The key by which paired pages authenticate this companion. */
export interface CompanionKey {
  readonly privateKey: CryptoKey;
  /** The uncompressed point in base64. */
  readonly publicKey: string;
}

/** Reads the key from its file, or creates both. Only the current user can read the file. */
export async function ensureCompanionKey(folder: string): Promise<CompanionKey> {
  const path = join(folder, 'companion-key.json');
  const json = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const jwk = json === null ? await createKey(path) : (JSON.parse(json) as JsonWebKey);
  const { d: _privateValue, ...publicJwk } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', { ...jwk, key_ops: ['sign'] }, curve, false, ['sign']),
    crypto.subtle.importKey('jwk', { ...publicJwk, key_ops: ['verify'] }, curve, true, ['verify']),
  ]);
  return { privateKey, publicKey: toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))) };
}

/** Removes the key. Paired pages then reject this companion, and must be paired again. */
export async function removeCompanionKey(folder: string): Promise<void> {
  await rm(join(folder, 'companion-key.json'), { force: true });
}

async function createKey(path: string): Promise<JsonWebKey> {
  const keys = await crypto.subtle.generateKey(curve, true, ['sign', 'verify']);
  const jwk = await crypto.subtle.exportKey('jwk', keys.privateKey);
  const temporary = `${path}.${createSecret('base64url')}`;
  await writeFile(temporary, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' });
  await rename(temporary, path);
  return jwk;
}
