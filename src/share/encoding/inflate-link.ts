import { inflate } from '#core/encoding/deflate.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';

/**
 * Decompresses the payload of a link.
 * @throws AppError link-invalid if the bytes are not a deflate stream or exceed the limit
 */
export async function inflateLink(
  bytes: Uint8Array<ArrayBuffer>,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await inflate(bytes, limitBytes);
  } catch (thrown) {
    const isTooLarge = thrown instanceof RangeError;
    throw createInvalidLinkError(
      isTooLarge ? { reason: 'link-inflates-beyond', maxBytes: limitBytes } : { reason: 'link-not-deflate' },
      { cause: thrown },
    );
  }
}
