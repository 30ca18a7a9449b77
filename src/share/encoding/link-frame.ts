import { deflate } from '#core/encoding/deflate.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { toBase64url } from '#core/encoding/base64url.ts';
import { decodePayload } from './decode-payload.ts';
import { LinkReader } from './link-reader.ts';
import { LinkWriter } from './link-writer.ts';
import { computeCrc32 } from './crc32.ts';

/**
 * Encodes a frame as base64url: version (1 byte), CRC-32 of the compressed body (4 bytes, little-endian), its length
 * (varint), and the body, compressed by deflate-raw. The checksum detects damage; it is not a signature. Every version
 * of every link has this frame, so a damaged link is not mistaken for another version.
 */
export async function packFrame(version: number, body: Uint8Array<ArrayBuffer>): Promise<string> {
  const packed = await deflate(body);
  const frame = new LinkWriter();
  frame.writeByte(version);
  frame.writeBytes(new Uint8Array(Uint32Array.of(computeCrc32(packed)).buffer));
  frame.writeVarint(packed.length);
  frame.writeBytes(packed);
  return toBase64url(frame.finish());
}

/**
 * Decodes a frame.
 * @returns the version, and the compressed body
 * @throws AppError link-invalid
 */
export function unpackFrame(payload: string, maxBytes: number): { version: number; packed: Uint8Array<ArrayBuffer> } {
  const frame = new LinkReader(decodePayload(payload));
  const version = frame.readByte();
  const checksum = new DataView(frame.readBytes(4).slice().buffer).getUint32(0, true);
  const length = frame.readVarint(maxBytes);
  const actualBytes = frame.remaining;
  if (actualBytes < length)
    throw createInvalidLinkError({ reason: 'link-bytes-missing', actualBytes, expectedBytes: length });
  if (actualBytes > length)
    throw createInvalidLinkError({ reason: 'link-bytes-added', extraBytes: actualBytes - length });
  const packed = frame.readBytes(length).slice();
  if (computeCrc32(packed) !== checksum) throw createInvalidLinkError({ reason: 'link-checksum' });
  return { version, packed };
}

/**
 * Returns whether a text may be the frame of a link of Assay: it has at least the length of the shortest frame, and its
 * first characters contain a version from 1 to 15. Later versions are included to report their links as newer.
 */
export function isFrame(payload: string): boolean {
  return payload.length >= 8 && /^(A[Q-Za-z0-9_-]|[B-D])/.test(payload);
}
