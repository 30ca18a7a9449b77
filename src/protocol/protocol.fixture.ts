import type { Tensors } from '#core/engine/tensor.ts';
import { encodeFrame } from './binary-frame.ts';

/** Encodes a frame into one array. */
export function joinFrame(message: object, tensors: Tensors): Uint8Array<ArrayBuffer> {
  const chunks = encodeFrame(message, tensors);
  const frame = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    frame.set(chunk, offset);
    offset += chunk.length;
  }
  return frame;
}

/** A tensor of each type, with values that use all bytes. */
export const everyType: Tensors = {
  f32: { dtype: 'float32', shape: [2], data: Float32Array.of(1.5, -0) },
  f64: { dtype: 'float64', shape: [1], data: Float64Array.of(Math.PI) },
  f16: { dtype: 'float16', shape: [1, 3], data: Uint16Array.of(0x3c00, 0xc000, 0x7c00) },
  i8: { dtype: 'int8', shape: [3], data: Int8Array.of(-128, 0, 127) },
  u8: { dtype: 'uint8', shape: [1], data: Uint8Array.of(255) },
  i16: { dtype: 'int16', shape: [1], data: Int16Array.of(-2) },
  u16: { dtype: 'uint16', shape: [1], data: Uint16Array.of(65_535) },
  i32: { dtype: 'int32', shape: [1], data: Int32Array.of(-3) },
  u32: { dtype: 'uint32', shape: [1], data: Uint32Array.of(4_294_967_295) },
  i64: { dtype: 'int64', shape: [1], data: BigInt64Array.of(-(2n ** 63n)) },
  u64: { dtype: 'uint64', shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) },
  bool: { dtype: 'bool', shape: [2], data: Uint8Array.of(0, 1) },
  text: { dtype: 'string', shape: [2], data: ['', 'zażółć'] },
  scalar: { dtype: 'float32', shape: [], data: Float32Array.of(7) },
  none: { dtype: 'float32', shape: [0, 3], data: new Float32Array(0) },
};
