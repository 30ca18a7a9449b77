import { toBase64 } from '#core/encoding/base64.ts';
import type { PairedKey } from './access.ts';

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Generates a key pair for this page. Its private key is not exportable. */
export async function generatePageKey(): Promise<Pick<PairedKey, 'privateKey' | 'publicKey'>> {
  const keys = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  const publicKey = toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)));
  return { privateKey: keys.privateKey, publicKey };
}
