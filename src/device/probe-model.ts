import { AppError } from '#core/errors/error.ts';
import { createSeededRandom } from '#core/random.ts';
import { ggmlTypesByNumber } from '#formats/gguf/ggml-types.ts';
import { writeGguf, type GgufEntry, type GgufTensor } from '#formats/gguf/write-gguf.ts';

/** A language model whose matrices have a single weight type. */
export interface ProbeModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The number of weights used per prompt token, and per generated token. */
  readonly promptWeights: number;
  readonly generationWeights: number;
}

/**
 * Byte offsets of the 16-bit scales in a block (`ggml-common.h` of llama.cpp); all other bytes of a block can have any
 * value. Unlisted types are not measured.
 */
const scaleOffsets: Readonly<Record<string, readonly number[]>> = {
  F16: [0],
  Q4_0: [0],
  Q4_1: [0, 2],
  Q5_0: [0],
  Q5_1: [0, 2],
  Q8_0: [0],
  Q2_K: [80, 82],
  Q3_K: [108],
  Q4_K: [0, 2],
  Q5_K: [0, 2],
  Q6_K: [208],
  IQ2_XXS: [0],
  IQ2_XS: [0],
  IQ2_S: [0],
  IQ3_XXS: [0],
  IQ3_S: [0],
  IQ1_S: [0],
  IQ4_NL: [0],
  IQ4_XS: [0],
  TQ1_0: [52],
  TQ2_0: [64],
};

/** The weight types whose kernels can be measured, by ggml's names. */
export const probeTypes: ReadonlySet<string> = new Set(['F32', 'BF16', ...Object.keys(scaleOffsets)]);

/**
 * One layer that is mostly attention, because llama.cpp applies the last layer's feed-forward matrices only to the last
 * token of a prompt. Rows have the length of small real models, and the matrices dominate the time per token.
 */
const width = 1024;
const heads = 32;
const headSize = 64;
const hidden = 256;
const attentionWeights = 4 * width * heads * headSize;

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const tokens = ['<unk>', '<s>', '</s>', '\u2581', ...letters];
const end = tokens.indexOf('</s>');
/** Token types of GGUF: 1 normal, 2 unknown, 3 control. */
const tokenTypes = [2, 3, 3, ...letters.map(() => 1), 1];

/**
 * Creates a model for a weight type.
 * @throws AppError internal for a type that is not one of {@link probeTypes}
 */
export function createProbeModel(type: string): ProbeModel {
  const createTypedMatrix = (columns: number, rows: number) => createMatrix(type, columns, rows);
  const ones: Omit<GgufTensor, 'name'> = { dims: [width], type: 0, bytes: toBytes(new Float32Array(width).fill(1)) };
  const tensors: GgufTensor[] = [
    { name: 'token_embd.weight', ...createMatrix('F32', width, tokens.length) },
    { name: 'output.weight', ...createOutputMatrix() },
    { name: 'output_norm.weight', ...ones },
    { name: 'blk.0.attn_norm.weight', ...ones },
    { name: 'blk.0.ffn_norm.weight', ...ones },
    { name: 'blk.0.attn_q.weight', ...createTypedMatrix(width, heads * headSize) },
    { name: 'blk.0.attn_k.weight', ...createTypedMatrix(width, heads * headSize) },
    { name: 'blk.0.attn_v.weight', ...createTypedMatrix(width, heads * headSize) },
    { name: 'blk.0.attn_output.weight', ...createTypedMatrix(heads * headSize, width) },
    { name: 'blk.0.ffn_gate.weight', ...createTypedMatrix(width, hidden) },
    { name: 'blk.0.ffn_up.weight', ...createTypedMatrix(width, hidden) },
    { name: 'blk.0.ffn_down.weight', ...createTypedMatrix(hidden, width) },
  ];
  return {
    bytes: writeGguf(metadata, tensors),
    promptWeights: attentionWeights,
    generationWeights: attentionWeights + 3 * width * hidden,
  };
}

/** Creates a matrix for which EOS is never the argmax: its logit is 0, and the maximum of the others is positive. */
function createOutputMatrix(): Omit<GgufTensor, 'name'> {
  const tensor = createMatrix('F32', width, tokens.length);
  tensor.bytes.fill(0, end * width * 4, (end + 1) * width * 4);
  return tensor;
}

/** The number of bytes with different seeded values; larger matrices repeat them. */
const uniqueBytes = 2 ** 18;

function createMatrix(type: string, columns: number, rows: number): Omit<GgufTensor, 'name'> & { bytes: Uint8Array } {
  const entry = [...ggmlTypesByNumber].find(([, { name }]) => name === type);
  if (!entry || !probeTypes.has(type)) throw new AppError('internal', { why: `no probe of weights of type ${type}` });
  const [id, { block, bytes: blockBytes }] = entry;
  const bytes = new Uint8Array((columns * rows * blockBytes) / block);
  const unique = Math.min(bytes.length, uniqueBytes - (uniqueBytes % blockBytes));
  fill(bytes.subarray(0, unique), type, blockBytes);
  for (let index = unique; index < bytes.length; index *= 2)
    bytes.copyWithin(index, 0, Math.min(index, bytes.length - index));
  return { dims: [columns, rows], type: id, bytes };
}

/**
 * Fills a matrix with values that are small enough to avoid overflow, but not subnormal, which would be slow on some
 * CPUs.
 */
function fill(bytes: Uint8Array, type: string, blockBytes: number): void {
  const random = createSeededRandom(blockBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (type === 'F32' || type === 'BF16') {
    const isBfloat16 = type === 'BF16';
    for (let index = 0; index < bytes.length; index += blockBytes) {
      const value = (random() - 0.5) * 0.05;
      if (isBfloat16) view.setUint16(index, toFloat32Bits(value) >>> 16, true);
      else view.setFloat32(index, value, true);
    }
    return;
  }
  const offsets = scaleOffsets[type] ?? [];
  for (let i = 0; i < bytes.length; i++) bytes[i] = random() * 256;
  for (let blockStart = 0; blockStart < bytes.length; blockStart += blockBytes) {
    for (const offset of offsets) view.setUint16(blockStart + offset, drawSmallFloat16(random, type === 'F16'), true);
  }
}

/**
 * Draws the bits of a 16-bit float: a weight between 2^-9 and 2^-4 of either sign, or a positive scale between 2^-11
 * and 2^-10. Weights vary widely, because wasm converts them by a table of 256 kB; a narrow range would remain in the
 * cache.
 */
function drawSmallFloat16(random: () => number, isWeight: boolean): number {
  const exponent = isWeight ? 6 + Math.floor(random() * 5) : 4;
  const sign = isWeight && random() < 0.5 ? 0x8000 : 0;
  return sign | (exponent << 10) | Math.floor(random() * 1024);
}

function toFloat32Bits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
}

const toBytes = ({ buffer }: Float32Array<ArrayBuffer>): Uint8Array => new Uint8Array(buffer);

const metadata: readonly GgufEntry[] = [
  ['general.architecture', 'text', 'llama'],
  ['llama.context_length', 'u32', 512],
  ['llama.embedding_length', 'u32', width],
  ['llama.feed_forward_length', 'u32', hidden],
  ['llama.block_count', 'u32', 1],
  ['llama.attention.head_count', 'u32', heads],
  ['llama.attention.key_length', 'u32', headSize],
  ['llama.attention.value_length', 'u32', headSize],
  ['llama.rope.dimension_count', 'u32', headSize],
  ['llama.attention.layer_norm_rms_epsilon', 'f32', 1e-5],
  ['tokenizer.ggml.model', 'text', 'llama'],
  ['tokenizer.ggml.tokens', 'texts', tokens],
  ['tokenizer.ggml.scores', 'f32s', tokens.map(() => 0)],
  ['tokenizer.ggml.token_type', 'i32s', tokenTypes],
  ['tokenizer.ggml.unknown_token_id', 'u32', tokens.indexOf('<unk>')],
  ['tokenizer.ggml.bos_token_id', 'u32', tokens.indexOf('<s>')],
  ['tokenizer.ggml.eos_token_id', 'u32', end],
];
