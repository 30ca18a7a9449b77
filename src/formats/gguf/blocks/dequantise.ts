import { ggmlTypesByName } from '../ggml-types.ts';
import { readFloat16, type BlockDecoder } from './block-decoder.ts';
import { q2_K, q3_K, q4_K, q5_K, q6_K } from './k-blocks.ts';
import { q4_0, q4_1, q5_0, q5_1, q8_0 } from './simple-blocks.ts';

const float32: BlockDecoder = (bytes, offset, values, to) => {
  bits[0] = bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24);
  values[to] = single[0]!;
};
const bits = new Uint32Array(1);
const single = new Float32Array(bits.buffer);

const float16: BlockDecoder = (bytes, offset, values, to) => {
  values[to] = readFloat16(bytes, offset);
};

const bfloat16: BlockDecoder = (bytes, offset, values, to) => {
  bits[0] = (bytes[offset]! << 16) | (bytes[offset + 1]! << 24);
  values[to] = single[0]!;
};

const decoders = {
  F32: float32,
  F16: float16,
  BF16: bfloat16,
  Q8_0: q8_0,
  Q4_0: q4_0,
  Q4_1: q4_1,
  Q5_0: q5_0,
  Q5_1: q5_1,
  Q2_K: q2_K,
  Q3_K: q3_K,
  Q4_K: q4_K,
  Q5_K: q5_K,
  Q6_K: q6_K,
} as const satisfies Readonly<Record<string, BlockDecoder>>;

/** A ggml type that can be dequantised. */
export type DecodableType = keyof typeof decoders;

export function isDequantisable(type: string): type is DecodableType {
  return Object.hasOwn(decoders, type);
}

/** Computes the float32 values of complete blocks, bit-identical to those of ggml. */
export function dequantise(type: DecodableType, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const decode: BlockDecoder = decoders[type];
  const { block, bytes: blockBytes } = ggmlTypesByName[type];
  const blocks = bytes.length / blockBytes;
  const values = new Float32Array(blocks * block);
  for (let index = 0; index < blocks; index++) decode(bytes, index * blockBytes, values, index * block);
  return values;
}
