import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';

/** Encodes base64url (RFC 4648 section 5) without padding. */
export function toBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Decodes base64url.
 * @throws AppError link-invalid for any text that `toBase64url` cannot produce
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const character = /[^A-Za-z0-9_-]/.exec(text)?.[0];
  if (character !== undefined) throw createInvalidLinkError({ reason: 'link-character', character });
  if (text.length % 4 === 1) throw createInvalidLinkError({ reason: 'link-end-missing' });
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // Unused bits of the last character must be 0, so each payload has exactly one encoding.
  if (toBase64url(bytes) !== text) throw createInvalidLinkError({ reason: 'link-last-character' });
  return bytes;
}
