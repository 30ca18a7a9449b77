import { createSeededRandom } from '#core/random.ts';
import { ggmlTypesByName } from '#formats/gguf/ggml-types.ts';
import { writeGguf, type GgufEntry, type GgufTensor } from '#formats/gguf/write-gguf.ts';
import { quantise, type EncodableType } from '#formats/gguf/blocks/quantise.ts';
import type { Architecture } from './decoder.ts';

/** The features of a tiny model of each architecture. */
const architectureFeatures: Readonly<
  Record<Architecture, { layers: number; headSize: number; hasBiases?: true; hasHeadNorms?: true; hasPostNorms?: true }>
> = {
  llama: { layers: 2, headSize: 16 },
  qwen2: { layers: 2, headSize: 16, hasBiases: true },
  qwen3: { layers: 2, headSize: 32, hasHeadNorms: true },
  // Six of seven layers have a sliding window.
  gemma3: { layers: 7, headSize: 32, hasHeadNorms: true, hasPostNorms: true },
};

const [width, feedForwardWidth, heads, keyValueHeads, vocabSize] = [64, 96, 4, 2, 288];
const tinyWindow = 4;

/**
 * Token texts with their types (`TokenType` of the Python package gguf): three special tokens, all bytes, and letters.
 */
const tokens = Array.from({ length: vocabSize }, (_, index): readonly [text: string, type: number] => {
  if (index < 3) return [['<unk>', '<s>', '</s>'][index] ?? '', index === 0 ? 2 : 3];
  const byte = index - 3;
  if (byte < 256) return [`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, 6];
  return [String.fromCodePoint(0x41 + byte - 256), 1];
});

/** Builds a GGUF model with seeded random weights that llama.cpp can open. */
export function buildTinyDecoder(architecture: Architecture, type: EncodableType = 'F32'): Uint8Array<ArrayBuffer> {
  const { layers, headSize, hasBiases, hasHeadNorms, hasPostNorms } = architectureFeatures[architecture];
  const random = createSeededRandom(1);
  const tensors: GgufTensor[] = [];
  const addTensor = (name: string, dims: readonly number[], mean: number, spread: number) => {
    const count = dims.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, () => mean + spread * (random() + random() - 1));
    const storedType = dims.length === 1 ? 'F32' : type;
    tensors.push({ name, dims, type: ggmlTypesByName[storedType].number, bytes: quantise(storedType, values) });
  };
  const addMatrix = (name: string, from: number, to: number) =>
    addTensor(`${name}.weight`, [from, to], 0, 1.5 / Math.sqrt(from));
  const addNorm = (name: string, size: number) => addTensor(`${name}.weight`, [size], 1, 0.3);
  addMatrix('token_embd', width, vocabSize);
  addNorm('output_norm', width);
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `blk.${layer}`;
    const sizes = { q: heads * headSize, k: keyValueHeads * headSize, v: keyValueHeads * headSize };
    addNorm(`${prefix}.attn_norm`, width);
    for (const [part, size] of Object.entries(sizes)) {
      addMatrix(`${prefix}.attn_${part}`, width, size);
      if (hasBiases) addTensor(`${prefix}.attn_${part}.bias`, [size], 0, 0.3);
      if (hasHeadNorms && part !== 'v') addNorm(`${prefix}.attn_${part}_norm`, headSize);
    }
    addMatrix(`${prefix}.attn_output`, sizes.q, width);
    if (hasPostNorms) addNorm(`${prefix}.post_attention_norm`, width);
    addNorm(`${prefix}.ffn_norm`, width);
    addMatrix(`${prefix}.ffn_gate`, width, feedForwardWidth);
    addMatrix(`${prefix}.ffn_up`, width, feedForwardWidth);
    addMatrix(`${prefix}.ffn_down`, feedForwardWidth, width);
    if (hasPostNorms) addNorm(`${prefix}.post_ffw_norm`, width);
  }
  const entry = (name: string, value: number): GgufEntry => [`${architecture}.${name}`, 'u32', value];
  return writeGguf(
    [
      ['general.architecture', 'text', architecture],
      entry('block_count', layers),
      entry('context_length', 128),
      entry('embedding_length', width),
      entry('feed_forward_length', feedForwardWidth),
      entry('attention.head_count', heads),
      entry('attention.head_count_kv', keyValueHeads),
      entry('attention.key_length', headSize),
      entry('attention.value_length', headSize),
      entry('rope.dimension_count', headSize),
      [`${architecture}.attention.layer_norm_rms_epsilon`, 'f32', 1e-6],
      [`${architecture}.rope.freq_base`, 'f32', 10_000],
      ...(architecture === 'gemma3' ? [entry('attention.sliding_window', tinyWindow)] : []),
      // A vocabulary that llama.cpp accepts.
      ['tokenizer.ggml.model', 'text', 'llama'],
      ['tokenizer.ggml.tokens', 'texts', tokens.map(([text]) => text)],
      ['tokenizer.ggml.token_type', 'i32s', tokens.map(([, type]) => type)],
      ['tokenizer.ggml.scores', 'f32s', tokens.map(() => 0)],
    ],
    tensors,
  );
}
