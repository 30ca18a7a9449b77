import { fromBase64, toBase64 } from '#core/encoding/base64.ts';

/**
 * The data that both sides of a connection sign, or over which they prove the pairing code. Its nonces make it unique
 * for each connection, and it is bound to the page's origin and both keys, so a proof is not valid for another
 * connection, page or companion. Nonces and keys are in base64.
 */
export interface Transcript {
  /** The origin of the page, as its browser states it. */
  readonly origin: string;
  readonly pageKey: string;
  readonly pageNonce: string;
  readonly companionKey: string;
  readonly companionNonce: string;
}

/** The prover and the purpose. They are part of the signed bytes, so a proof cannot be replayed as another one. */
type Purpose = 'companion-key' | 'page-key' | 'page-code' | 'companion-code' | 'new-page-key';

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signatureParameters = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** 256 random bits in base64. */
export function newNonce(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(32)));
}

export async function signTranscript(privateKey: CryptoKey, purpose: Purpose, transcript: Transcript): Promise<string> {
  const signature = await crypto.subtle.sign(signatureParameters, privateKey, transcriptBytes(purpose, transcript));
  return toBase64(new Uint8Array(signature));
}

/** @param publicKey in base64; a text that is not a point of P-256 has signed nothing. */
export async function isSigned(
  publicKey: string,
  signature: string,
  purpose: Purpose,
  transcript: Transcript,
): Promise<boolean> {
  const [point, bytes] = [fromBase64(publicKey), fromBase64(signature)];
  if (!point || !bytes) return false;
  const key = await crypto.subtle.importKey('raw', point, curve, true, ['verify']).catch(() => null);
  return key !== null && crypto.subtle.verify(signatureParameters, key, bytes, transcriptBytes(purpose, transcript));
}

/** The HMAC of the transcript with the code as the key; the code itself is never sent. */
export async function codeMac(code: string, purpose: Purpose, transcript: Transcript): Promise<string> {
  const mac = await crypto.subtle.sign('HMAC', await macKey(code), transcriptBytes(purpose, transcript));
  return toBase64(new Uint8Array(mac));
}

/** Whether the other side knows the code; compared in constant time. */
export async function isCodeMac(code: string, mac: string, purpose: Purpose, transcript: Transcript): Promise<boolean> {
  const bytes = fromBase64(mac);
  return (
    bytes !== null && crypto.subtle.verify('HMAC', await macKey(code), bytes, transcriptBytes(purpose, transcript))
  );
}

function macKey(code: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(plainCode(code));
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

/** A code as typed, without separators; letters that look like digits are read as digits (Crockford's Base32). */
function plainCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** A JSON list, so different transcripts have different bytes. */
function transcriptBytes(
  purpose: Purpose,
  { origin, pageKey, pageNonce, companionKey, companionNonce }: Transcript,
): Uint8Array<ArrayBuffer> {
  const list = ['assay-companion', purpose, origin, pageKey, pageNonce, companionKey, companionNonce];
  return new TextEncoder().encode(JSON.stringify(list));
}
