import * as v from 'valibot';
import type { AppError } from '#core/errors/error.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { createInvalidMessageError } from './invalid-message.ts';
import { readTensorData, encodeTensorData } from './tensor-data.ts';
import { tensorHeader, type TensorHeader } from './tensor-header.ts';

/**
 * A binary message: the four bytes `ASY1`, the length of the header (unsigned 32-bit, little-endian), the header (JSON
 * in UTF-8), and the data of each tensor in the header's list `tensors`. The header and each tensor are padded to a
 * multiple of 8 bytes, so that the receiver can use the data in place. Numbers are little-endian, as on every platform
 * that browsers and Node support.
 */
const magic = 0x31595341;
const alignment = 8;
/** Maximum header size, enough for 1024 tensors with long names. Heuristic, not measured. */
const maxHeaderBytes = 1 << 20;

const headerSchema = v.looseObject({ tensors: v.pipe(v.array(tensorHeader), v.maxLength(1024)) });

/** A decoded frame: the header without its tensor list, and the tensors as views of the frame's memory. */
export interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly tensors: Tensors;
}

/**
 * Encodes a message with tensors. The frame is the concatenation of the returned arrays; numeric data is not copied.
 */
export function encodeFrame(message: object, tensors: Tensors): Uint8Array<ArrayBuffer>[] {
  const data = Object.values(tensors).map(encodeTensorData);
  const headers = Object.entries(tensors).map(([name, tensor], index) => toHeader(name, tensor, data[index]!.length));
  const header = new TextEncoder().encode(JSON.stringify({ ...message, tensors: headers }));
  if (header.length > maxHeaderBytes) {
    throw createInvalidMessageError({
      reason: 'frame-header-too-long',
      actualBytes: header.length,
      maxBytes: maxHeaderBytes,
    });
  }
  const start = new Uint8Array(8 + padLength(header.length));
  const view = new DataView(start.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, header.length, true);
  start.set(header, 8);
  return [start, ...data.flatMap(pad)];
}

/**
 * Decodes a frame. The tensors are views of `bytes` if these are aligned in their buffer, and of one copy otherwise.
 * Every length is checked against the length of the frame before anything is allocated.
 * @throws AppError message-invalid
 */
export function decodeFrame(bytes: Uint8Array<ArrayBuffer>): Frame {
  const frame = bytes.byteOffset % alignment === 0 ? bytes : bytes.slice();
  if (frame.length < 8) throw createTruncatedFrameError(frame, 8);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== magic) throw createInvalidMessageError({ reason: 'frame-other-format' });
  const headerLength = view.getUint32(4, true);
  if (headerLength > maxHeaderBytes) {
    throw createInvalidMessageError({
      reason: 'frame-header-too-long',
      actualBytes: headerLength,
      maxBytes: maxHeaderBytes,
    });
  }
  let offset = 8 + padLength(headerLength);
  if (offset > frame.length) throw createTruncatedFrameError(frame, offset);
  const { tensors: headers, ...header } = readHeader(frame.subarray(8, 8 + headerLength));

  const tensors = new Map<string, Tensor>();
  for (const entry of headers) {
    if (tensors.has(entry.name)) throw createInvalidMessageError({ reason: 'tensor-repeated', name: entry.name });
    const { tensor, byteLength } = readTensorData(entry, frame, offset);
    tensors.set(entry.name, tensor);
    offset += padLength(byteLength);
  }
  if (offset !== frame.length) {
    throw createInvalidMessageError({ reason: 'frame-length', actualBytes: frame.length, expectedBytes: offset });
  }
  return { header, tensors: Object.fromEntries(tensors) };
}

function toHeader(name: string, { dtype, shape }: Tensor, byteLength: number): TensorHeader {
  return { name, dtype, shape: [...shape], ...(dtype === 'string' && { byteLength }) };
}

function readHeader(bytes: Uint8Array): v.InferOutput<typeof headerSchema> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw createInvalidMessageError({ reason: 'frame-header-not-json' });
  }
  const parsed = v.safeParse(headerSchema, json);
  if (!parsed.success)
    throw createInvalidMessageError({ reason: 'message-field', field: v.getDotPath(parsed.issues[0]) ?? '' });
  return parsed.output;
}

function padLength(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

function pad(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const missing = padLength(bytes.length) - bytes.length;
  return missing === 0 ? [bytes] : [bytes, new Uint8Array(missing)];
}

function createTruncatedFrameError(frame: Uint8Array, expectedBytes: number): AppError {
  return createInvalidMessageError({ reason: 'frame-length', actualBytes: frame.length, expectedBytes });
}
