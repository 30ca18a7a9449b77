import { fromBase64url } from '#core/encoding/base64url.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';

/**
 * Decodes the payload of a link, which is in base64url.
 * @throws AppError link-invalid for any text that `toBase64url` cannot return
 */
export function decodePayload(text: string): Uint8Array<ArrayBuffer> {
  const character = /[^A-Za-z0-9_-]/.exec(text)?.[0];
  if (character !== undefined) throw createInvalidLinkError({ reason: 'link-character', character });
  if (text.length % 4 === 1) throw createInvalidLinkError({ reason: 'link-end-missing' });
  const bytes = fromBase64url(text);
  // Unused bits of the last character must be 0, so each payload has exactly one encoding.
  if (!bytes) throw createInvalidLinkError({ reason: 'link-last-character' });
  return bytes;
}
