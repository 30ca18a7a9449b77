import { fromBase64, toBase64 } from './base64.ts';

/** Encodes base64url without padding (RFC 4648, section 5). */
export function toBase64url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Decodes base64url; `null` for any text that `toBase64url` cannot return. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (/[^A-Za-z0-9_-]/.test(text)) return null;
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
  return fromBase64(base64.padEnd(4 * Math.ceil(base64.length / 4), '='));
}
