import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { quantise } from '#formats/gguf/blocks/quantise.ts';
import { ggmlTypesByName } from '#formats/gguf/ggml-types.ts';
import { encodeGguf, type GgufEntry, type GgufTensor } from '#formats/gguf/write-gguf.ts';
import { createLazyRows } from '#optimise/lazy-bytes.ts';
import { computeRopeFrequencies, type DecoderConfig, type DecoderWeights } from '../decoder/decoder.ts';
import type { Rows } from '../matrix-rows.ts';
import { requireFinite } from '../require-finite.ts';
import { fileTypes } from './file-type.ts';

/** llama.cpp's values for Gemma 3, which its files need not state. */
const gemma3 = { pattern: 6, localBase: 10_000 };

/**
 * A decoder in a GGUF file with its matrices in float16, as llama.cpp's convert_hf_to_gguf.py writes it.
 * @param weights with the rows of queries and keys in the order of transformers
 * @param tokenizer entries of the tokenizer
 * @returns the file, whose tensors are computed while it is read; it then throws for weights that are not finite
 * @throws AppError model-unsupported for scaled rotary embeddings that llama.cpp does not read from a file
 */
export function createDecoderGguf(
  config: DecoderConfig,
  weights: DecoderWeights,
  tokenizer: readonly GgufEntry[],
): FileParts {
  const rope = describeRope(config);
  const tensors = weights.names.map((name) => toTensor(name, config, weights.find(name)!));
  const factors: GgufTensor[] = rope.factors
    ? [
        {
          name: 'rope_freqs.weight',
          dims: [rope.factors.length],
          type: ggmlTypesByName.F32.number,
          bytes: toBytes(rope.factors),
        },
      ]
    : [];
  return encodeGguf([...createModelEntries(config, weights), ...rope.entries, ...tokenizer], [...tensors, ...factors]);
}

function createModelEntries(config: DecoderConfig, weights: DecoderWeights): readonly GgufEntry[] {
  const { architecture, headDim, slidingWindow } = config;
  const createEntry = (name: string, value: number): GgufEntry => [`${architecture}.${name}`, 'u32', value];
  return [
    ['general.architecture', 'text', architecture],
    ['general.file_type', 'u32', fileTypes.f16.number],
    createEntry('block_count', config.layerCount),
    createEntry('context_length', config.contextLength),
    createEntry('embedding_length', config.hiddenSize),
    createEntry('feed_forward_length', weights.find('blk.0.ffn_up.weight')?.rows ?? 0),
    createEntry('attention.head_count', config.headCount),
    createEntry('attention.head_count_kv', config.kvHeadCount),
    createEntry('attention.key_length', headDim),
    createEntry('attention.value_length', headDim),
    createEntry('rope.dimension_count', headDim),
    createEntry('vocab_size', config.vocabSize),
    [`${architecture}.attention.layer_norm_rms_epsilon`, 'f32', config.rmsNormEps],
    ...(slidingWindow ? [createEntry('attention.sliding_window', slidingWindow.size)] : []),
    ...(slidingWindow && slidingWindow.pattern !== gemma3.pattern
      ? [createEntry('attention.sliding_window_pattern', slidingWindow.pattern)]
      : []),
  ];
}

/** The base of the rotary embedding, and how its frequencies differ from those of the base. */
function describeRope({ architecture, headDim, rope, slidingWindow }: DecoderConfig) {
  const formatKey = (name: string) => `${architecture}.rope.${name}`;
  const base = computeRopeBase(rope.frequencies, headDim);
  const entries: GgufEntry[] = [[formatKey('freq_base'), 'f32', base]];
  const local = slidingWindow && computeRopeBase(slidingWindow.rope.frequencies, headDim);
  if (local !== null && local !== gemma3.localBase) entries.push([formatKey('freq_base_swa'), 'f32', local]);
  const factors = Float32Array.from(
    computeRopeFrequencies(headDim, base),
    (plain, pair) => plain / (rope.frequencies[pair] ?? plain),
  );
  const [first = 1] = factors;
  if (factors.every((factor) => isClose(factor, first))) {
    if (isClose(first, 1)) return { entries, factors: null };
    entries.push([formatKey('scaling.type'), 'text', 'linear'], [formatKey('scaling.factor'), 'f32', first]);
    return { entries, factors: null };
  }
  if (architecture === 'llama') return { entries, factors };
  throw new AppError('model-unsupported', { model: 'config.json', why: formatKey('scaling') });
}

/** Of neighbouring frequencies, the first two of which no scaling changes apart from a common factor. */
function computeRopeBase(frequencies: Float64Array, headDim: number): number {
  const [first = 1, second = 1] = frequencies;
  // Rounded to what a float32 distinguishes.
  return Number(((second / first) ** (-headDim / 2)).toPrecision(7));
}

const isClose = (a: number, b: number): boolean => Math.abs(a / b - 1) < 1e-5;

function toTensor(name: string, { architecture, headDim }: DecoderConfig, stored: Rows): GgufTensor {
  const isRotated = architecture === 'llama' && /\.attn_[qk]\.(weight|bias)$/.test(name);
  const rows = isRotated ? interleaveRows(stored, headDim) : stored;
  const type = rows.rows > 1 ? 'F16' : 'F32';
  const bytes: ByteSource = createLazyRows(rows.rows, rows.width * ggmlTypesByName[type].bytes, async (start, end) =>
    quantise(type, requireFinite(await rows.read(start, end), name)),
  );
  const dims = rows.rows > 1 ? [rows.width, rows.rows] : [rows.width];
  return { name, dims, type: ggmlTypesByName[type].number, bytes };
}

/** Pairs of rows of each head next to each other, as Llama's files have them, instead of half a head apart. */
function interleaveRows({ rows, width, read }: Rows, headDim: number): Rows {
  const source = (row: number) => {
    const [head, place] = [Math.floor(row / headDim), row % headDim];
    return head * headDim + (place % 2) * (headDim / 2) + Math.floor(place / 2);
  };
  if (rows === 1)
    return {
      rows,
      width,
      read: async () => {
        const values = await read(0, 1);
        return values.map((_, index) => values[source(index)]!);
      },
    };
  return {
    rows,
    width,
    async read(start, end) {
      const first = Math.floor(start / headDim) * headDim;
      const values = await read(first, Math.min(rows, Math.ceil(end / headDim) * headDim));
      const made = new Float32Array((end - start) * width);
      for (let row = start; row < end; row++) {
        const from = (source(row) - first) * width;
        made.set(values.subarray(from, from + width), (row - start) * width);
      }
      return made;
    },
  };
}

function toBytes(values: Float32Array): Uint8Array {
  return quantise('F32', values as Float32Array<ArrayBuffer>);
}
