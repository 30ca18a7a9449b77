import { arrayTypes, type Tensor } from '#core/engine/tensor.ts';
import { createInvalidMessageError } from './invalid-message.ts';
import type { TensorHeader } from './tensor-header.ts';

/** Encodes the data of a tensor: numbers as a view of their memory, strings with their lengths. */
export function encodeTensorData({ data }: Tensor): Uint8Array<ArrayBuffer> {
  if (Array.isArray(data)) return encodeStrings(data);
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}

/**
 * Reads the tensor of a header whose data starts at `offset`, a multiple of 8. Numeric data is a view of the frame.
 * @returns the tensor, and the length of its data in bytes
 * @throws AppError message-invalid if the frame does not contain all of its data
 */
export function readTensorData(
  header: TensorHeader,
  frame: Uint8Array<ArrayBuffer>,
  offset: number,
): { readonly tensor: Tensor; readonly byteLength: number } {
  const { name, dtype, shape } = header;
  // The product of sizes up to 2^53 is exact only as a BigInt.
  const elements = shape.reduce((product, size) => product * BigInt(size), 1n);
  const bytesPerElement = dtype === 'string' ? 4 : arrayTypes[dtype].BYTES_PER_ELEMENT; // the length of a string
  const actualBytes = frame.length - offset;
  if (elements * BigInt(bytesPerElement) > BigInt(actualBytes)) {
    throw createInvalidMessageError({ reason: 'tensor-beyond-frame', name, shape: shape.join(','), actualBytes });
  }
  const count = Number(elements);
  if (dtype === 'string') {
    const { byteLength } = header;
    if (byteLength === undefined || byteLength > actualBytes)
      throw createInvalidMessageError({ reason: 'tensor-strings', name });
    const data = decodeStrings(name, frame.subarray(offset, offset + byteLength), count);
    return { tensor: { dtype, shape, data }, byteLength };
  }
  const data = new arrayTypes[dtype](frame.buffer, frame.byteOffset + offset, count);
  return { tensor: { dtype, shape, data } as Tensor, byteLength: data.byteLength };
}

/**
 * Encodes each string as its length in bytes (unsigned 32-bit, little-endian) and its UTF-8, as the binary tensors of
 * the Open Inference Protocol do.
 */
function encodeStrings(strings: readonly string[]): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder();
  const encoded = strings.map((text) => utf8.encode(text));
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const text of encoded) {
    view.setUint32(offset, text.length, true);
    bytes.set(text, offset + 4);
    offset += 4 + text.length;
  }
  return bytes;
}

function decodeStrings(name: string, bytes: Uint8Array<ArrayBuffer>, count: number): string[] {
  const createError = () => createInvalidMessageError({ reason: 'tensor-strings', name });
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const strings: string[] = [];
  let offset = 0;
  while (strings.length < count) {
    if (bytes.length - offset < 4) throw createError();
    const end = offset + 4 + view.getUint32(offset, true);
    if (end > bytes.length) throw createError();
    try {
      strings.push(utf8.decode(bytes.subarray(offset + 4, end)));
    } catch {
      throw createError();
    }
    offset = end;
  }
  if (offset !== bytes.length) throw createError();
  return strings;
}
