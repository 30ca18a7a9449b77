import { fromBase64 } from '#core/encoding/base64.ts';
import { fromBase64url, toBase64url } from '#core/encoding/base64url.ts';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const encoder = new TextEncoder();

/** A key pair for one round, whose private key can be split into shares. */
export interface RoundKey {
  readonly privateKey: CryptoKey;
  /** The private key: 32 bytes, big-endian. */
  readonly secret: Uint8Array<ArrayBuffer>;
  /** An uncompressed point. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

export async function generateRoundKey(): Promise<RoundKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
  const [jwk, point] = await Promise.all([
    crypto.subtle.exportKey('jwk', privateKey),
    crypto.subtle.exportKey('raw', publicKey),
  ]);
  return { privateKey, secret: fromBase64url(jwk.d!)!, publicKey: new Uint8Array(point) };
}

/** Whether a text is an uncompressed point of the curve in base64. */
export async function isCurvePoint(text: string): Promise<boolean> {
  const point = fromBase64(text);
  if (!point) return false;
  return crypto.subtle.importKey('raw', point, curve, false, []).then(
    () => true,
    () => false,
  );
}

/** Imports the private key from a restored secret. @throws DOMException if it does not belong to the public key */
export function importSecret(secret: Uint8Array, publicKey: Uint8Array): Promise<CryptoKey> {
  const [d, x, y] = [secret, publicKey.slice(1, 33), publicKey.slice(33)].map(toBase64url) as [string, string, string];
  return crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', d, x, y }, curve, false, ['deriveBits']);
}

/**
 * Derives the shared secret of two participants by ECDH on P-256, as the input of {@link deriveKey}.
 * @throws DOMException if the public key is not a point of the curve
 */
export async function deriveSharedSecret(
  privateKey: CryptoKey,
  otherPublicKey: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  const publicKey = await crypto.subtle.importKey('raw', otherPublicKey, curve, false, []);
  const sharedBits = await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256);
  return crypto.subtle.importKey('raw', sharedBits, 'HKDF', false, ['deriveBits']);
}

/**
 * Derives a key by HKDF with SHA-256 (RFC 5869).
 * @param purpose part of the derivation, so that keys for different purposes are independent
 * @returns 32 bytes
 */
export async function deriveKey(sharedSecret: CryptoKey, purpose: string): Promise<Uint8Array<ArrayBuffer>> {
  const info = encoder.encode(`assay-federated ${purpose}`);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info } as const;
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, sharedSecret, 256));
}

/** Expands a seed to a mask: the key stream of AES-256 in counter mode. @param seed 32 bytes */
export async function expandMask(seed: Uint8Array<ArrayBuffer>, length: number): Promise<Uint32Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', seed, 'AES-CTR', false, ['encrypt']);
  const parameters = { name: 'AES-CTR', counter: new Uint8Array(16), length: 64 } as const;
  const stream = await crypto.subtle.encrypt(parameters, key, new Uint8Array(4 * length));
  return readWords(new Uint8Array(stream));
}

/** Adds a mask to values modulo 2^32, in place. */
export function addMask(values: Uint32Array, mask: Uint32Array, sign: 1 | -1): void {
  for (let index = 0; index < values.length; index++) values[index] = (values[index]! + sign * mask[index]!) >>> 0;
}

/** Encrypts and authenticates bytes for one other participant by AES-256-GCM. @param key 32 bytes */
export async function seal(
  key: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, imported, bytes));
  return Uint8Array.of(...iv, ...sealed);
}

/** Decrypts bytes that {@link seal} has encrypted; `null` if they are not authentic. */
export async function unseal(
  key: Uint8Array<ArrayBuffer>,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const parameters = { name: 'AES-GCM', iv: sealed.slice(0, 12) } as const;
  const opened = await crypto.subtle.decrypt(parameters, imported, sealed.slice(12)).catch(() => null);
  return opened && new Uint8Array(opened);
}

/** Reads uint32 words, little-endian. */
export function readWords(bytes: Uint8Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(4 * index, true));
}

/** Encodes uint32 words, little-endian. */
export function writeWords(words: Uint32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * words.length));
  for (const [index, word] of words.entries()) view.setUint32(4 * index, word, true);
  return new Uint8Array(view.buffer);
}
