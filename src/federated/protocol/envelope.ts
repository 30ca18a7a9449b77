import { fromBase64, toBase64 } from '#core/encoding/base64.ts';

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signatureAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const;
const encoder = new TextEncoder();

/** A signed message. The payload is JSON text, whose exact bytes are signed, after a fixed prefix. */
export interface Envelope {
  readonly payload: string;
  /** The signer's key, an uncompressed point of P-256 in base64. */
  readonly key: string;
  /** ECDSA with SHA-256, in base64. */
  readonly signature: string;
}

/** The key of a participant or coordinator. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  /** The uncompressed point in base64, as in {@link Envelope}. */
  readonly publicKey: string;
}

export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(keyAlgorithm, false, ['sign', 'verify']);
  return { privateKey, publicKey: toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))) };
}

export async function signEnvelope({ privateKey, publicKey }: SigningKey, payload: object): Promise<Envelope> {
  const text = JSON.stringify(payload);
  const signature = await crypto.subtle.sign(signatureAlgorithm, privateKey, encodeSigned(text));
  return { payload: text, key: publicKey, signature: toBase64(new Uint8Array(signature)) };
}

/** Verifies the signature with the key in the envelope. The caller must check whose key it is. */
export async function verifyEnvelope({ payload, key, signature }: Envelope): Promise<boolean> {
  const [point, bytes] = [fromBase64(key), fromBase64(signature)];
  if (!point || !bytes) return false;
  const imported = await crypto.subtle.importKey('raw', point, keyAlgorithm, true, ['verify']).catch(() => null);
  return imported !== null && crypto.subtle.verify(signatureAlgorithm, imported, bytes, encodeSigned(payload));
}

/** The prefix ensures that a signature of another protocol with the same key is never valid here. */
function encodeSigned(payload: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(`assay-federated\n${payload}`);
}
