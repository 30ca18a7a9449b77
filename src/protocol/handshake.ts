import { fromBase64, toBase64 } from '#core/encoding/base64.ts';

/**
 * The data that the signatures and MACs of a handshake authenticate. It contains the nonces of both sides, the page's
 * origin and both public keys, so a proof is not valid for another connection, page or companion. Nonces and keys are
 * in base64.
 */
export interface Transcript {
  /** The page's origin, as its browser reports it. */
  readonly origin: string;
  readonly pageKey: string;
  readonly pageNonce: string;
  readonly companionKey: string;
  readonly companionNonce: string;
}

/** The prover and what it proves. It is part of the signed bytes, so a proof is not valid for another purpose. */
type Purpose = 'companion-key' | 'page-key' | 'page-code' | 'companion-code' | 'new-page-key';

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signatureParameters = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** 256 random bits in base64. */
export function createNonce(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(32)));
}

/** Signs the transcript with ECDSA on P-256 and SHA-256; in base64. */
export async function signTranscript(privateKey: CryptoKey, purpose: Purpose, transcript: Transcript): Promise<string> {
  const signature = await crypto.subtle.sign(signatureParameters, privateKey, encodeTranscript(purpose, transcript));
  return toBase64(new Uint8Array(signature));
}

/**
 * Returns whether `publicKey` signed the transcript for a purpose; `false` for a key that is not a P-256 point.
 * @param publicKey in base64, like `signature`
 */
export async function verifySignature(
  publicKey: string,
  signature: string,
  purpose: Purpose,
  transcript: Transcript,
): Promise<boolean> {
  const [point, bytes] = [fromBase64(publicKey), fromBase64(signature)];
  if (!point || !bytes) return false;
  const key = await crypto.subtle.importKey('raw', point, curve, true, ['verify']).catch(() => null);
  return key !== null && crypto.subtle.verify(signatureParameters, key, bytes, encodeTranscript(purpose, transcript));
}

/** Computes the HMAC-SHA256 of the transcript with the code as the key, in base64. The code itself is never sent. */
export async function computeCodeMac(code: string, purpose: Purpose, transcript: Transcript): Promise<string> {
  const mac = await crypto.subtle.sign('HMAC', await importMacKey(code), encodeTranscript(purpose, transcript));
  return toBase64(new Uint8Array(mac));
}

/** Verifies in constant time that `mac` was computed with the code. */
export async function verifyCodeMac(
  code: string,
  mac: string,
  purpose: Purpose,
  transcript: Transcript,
): Promise<boolean> {
  const bytes = fromBase64(mac);
  return (
    bytes !== null &&
    crypto.subtle.verify('HMAC', await importMacKey(code), bytes, encodeTranscript(purpose, transcript))
  );
}

function importMacKey(code: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(normaliseCode(code));
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

/** Removes separators from a typed code, and replaces letters that look like digits (Crockford's Base32). */
function normaliseCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** Encodes the transcript as a JSON array, which is unambiguous. */
function encodeTranscript(
  purpose: Purpose,
  { origin, pageKey, pageNonce, companionKey, companionNonce }: Transcript,
): Uint8Array<ArrayBuffer> {
  const fields = ['assay-companion', purpose, origin, pageKey, pageNonce, companionKey, companionNonce];
  return new TextEncoder().encode(JSON.stringify(fields));
}
