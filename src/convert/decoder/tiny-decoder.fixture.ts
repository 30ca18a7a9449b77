import { createSeededRandom } from '#core/random.ts';
import { ggmlTypesByName } from '#formats/gguf/ggml-types.ts';
import { writeGguf, type GgufEntry, type GgufTensor } from '#formats/gguf/write-gguf.ts';
import { quantise, type EncodableType } from '#formats/gguf/blocks/quantise.ts';
import type { Architecture } from './decoder.ts';

/** What a tiny model of each architecture has that the others do not. */
const differences: Readonly<
  Record<Architecture, { layers: number; headSize: number; biases?: true; headNorms?: true; postNorms?: true }>
> = {
  llama: { layers: 2, headSize: 16 },
  qwen2: { layers: 2, headSize: 16, biases: true },
  qwen3: { layers: 2, headSize: 32, headNorms: true },
  // Six of seven layers have a window.
  gemma3: { layers: 7, headSize: 32, headNorms: true, postNorms: true },
};

const [width, inner, heads, keyValueHeads, vocabulary] = [64, 96, 4, 2, 288];
const tinyWindow = 4;

/** Texts and their types (`TokenType` of the Python package gguf): three special ones, all bytes, and letters. */
const tokens = Array.from({ length: vocabulary }, (_, index): readonly [text: string, type: number] => {
  if (index < 3) return [['<unk>', '<s>', '</s>'][index] ?? '', index === 0 ? 2 : 3];
  const byte = index - 3;
  if (byte < 256) return [`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, 6];
  return [String.fromCodePoint(0x41 + byte - 256), 1];
});

/** A GGUF model with seeded random weights, which llama.cpp opens. */
export function tinyDecoder(architecture: Architecture, type: EncodableType = 'F32'): Uint8Array<ArrayBuffer> {
  const { layers, headSize, biases, headNorms, postNorms } = differences[architecture];
  const random = createSeededRandom(1);
  const tensors: GgufTensor[] = [];
  const add = (name: string, dims: readonly number[], middle: number, spread: number) => {
    const count = dims.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, () => middle + spread * (random() + random() - 1));
    const storedType = dims.length === 1 ? 'F32' : type;
    tensors.push({ name, dims, type: ggmlTypesByName[storedType].number, bytes: quantise(storedType, values) });
  };
  const matrix = (name: string, from: number, to: number) =>
    add(`${name}.weight`, [from, to], 0, 1.5 / Math.sqrt(from));
  const norm = (name: string, size: number) => add(`${name}.weight`, [size], 1, 0.3);
  matrix('token_embd', width, vocabulary);
  norm('output_norm', width);
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `blk.${layer}`;
    const sizes = { q: heads * headSize, k: keyValueHeads * headSize, v: keyValueHeads * headSize };
    norm(`${prefix}.attn_norm`, width);
    for (const [part, size] of Object.entries(sizes)) {
      matrix(`${prefix}.attn_${part}`, width, size);
      if (biases) add(`${prefix}.attn_${part}.bias`, [size], 0, 0.3);
      if (headNorms && part !== 'v') norm(`${prefix}.attn_${part}_norm`, headSize);
    }
    matrix(`${prefix}.attn_output`, sizes.q, width);
    if (postNorms) norm(`${prefix}.post_attention_norm`, width);
    norm(`${prefix}.ffn_norm`, width);
    matrix(`${prefix}.ffn_gate`, width, inner);
    matrix(`${prefix}.ffn_up`, width, inner);
    matrix(`${prefix}.ffn_down`, inner, width);
    if (postNorms) norm(`${prefix}.post_ffw_norm`, width);
  }
  const entry = (name: string, value: number): GgufEntry => [`${architecture}.${name}`, 'u32', value];
  return writeGguf(
    [
      ['general.architecture', 'text', architecture],
      entry('block_count', layers),
      entry('context_length', 128),
      entry('embedding_length', width),
      entry('feed_forward_length', inner),
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
