import { fromBase64, toBase64 } from '#core/encoding/base64.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';

/** Encodes values as float32, little-endian, in base64. */
export function encodeVector(values: Float64Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [index, value] of values.entries()) view.setFloat32(4 * index, value, true);
  return toBase64(new Uint8Array(view.buffer));
}

/** Decodes {@link encodeVector}. @returns `null` unless there are exactly `length` finite values */
export function decodeVector(text: string, length: number): Float64Array<ArrayBuffer> | null {
  const bytes = fromBase64(text);
  if (bytes?.length !== 4 * length) return null;
  const view = new DataView(bytes.buffer);
  const values = Float64Array.from({ length }, (_, index) => view.getFloat32(4 * index, true));
  return values.every(Number.isFinite) ? values : null;
}

/** Computes the SHA-256 of a vector in the float32 form in which it is sent. */
export function digestVector(values: Float64Array): Promise<string> {
  return computeSha256Hex(fromBase64(encodeVector(values))!);
}
