import { ggmlTypesByName } from '../ggml-types.ts';
import { writeFloat16, type BlockEncoder } from './block-encoder.ts';
import { q4_K, q5_K, q6_K } from './quantise-k.ts';
import { q4_0, q5_0, q8_0 } from './quantise-simple.ts';

const encoders = {
  F16: (values, from, bytes, index) => writeFloat16(bytes, index, values[from]!),
  Q8_0: q8_0,
  Q4_0: q4_0,
  Q5_0: q5_0,
  Q4_K: q4_K,
  Q5_K: q5_K,
  Q6_K: q6_K,
} as const satisfies Readonly<Record<string, BlockEncoder>>;

/** A ggml type in which weights can be stored. */
export type EncodableType = keyof typeof encoders | 'F32';

/**
 * Quantises complete blocks to a ggml type, like llama.cpp without an importance matrix.
 * @param values finite
 */
export function quantise(type: EncodableType, values: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (type === 'F32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const encode: BlockEncoder = encoders[type];
  const { block, bytes: blockBytes } = ggmlTypesByName[type];
  const blocks = values.length / block;
  const bytes = new Uint8Array(blocks * blockBytes);
  for (let index = 0; index < blocks; index++) encode(values, index * block, bytes, index * blockBytes);
  return bytes;
}
