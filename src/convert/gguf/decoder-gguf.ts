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

/** llama.cpp's defaults for Gemma 3 (llama-model.cpp), which files can omit. */
const gemma3Defaults = { pattern: 6, localBase: 10_000 };

/**
 * Writes a decoder as a GGUF file with matrices in float16, like llama.cpp's convert_hf_to_gguf.py.
 * @param weights the weights, with query and key rows in the order of transformers
 * @param tokenizer metadata entries of the tokenizer
 * @returns the file. Its tensors are computed when they are read, which throws for weights that are not finite
 * @throws AppError model-unsupported for RoPE scaling that llama.cpp cannot read from a file
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
    ...(slidingWindow && slidingWindow.pattern !== gemma3Defaults.pattern
      ? [createEntry('attention.sliding_window_pattern', slidingWindow.pattern)]
      : []),
  ];
}

/**
 * Returns the metadata of the rotary embedding, and the divisors of its frequencies if metadata cannot express them.
 */
function describeRope({ architecture, headDim, rope, slidingWindow }: DecoderConfig) {
  const formatKey = (name: string) => `${architecture}.rope.${name}`;
  const base = computeRopeBase(rope.frequencies, headDim);
  const entries: GgufEntry[] = [[formatKey('freq_base'), 'f32', base]];
  const local = slidingWindow && computeRopeBase(slidingWindow.rope.frequencies, headDim);
  if (local !== null && local !== gemma3Defaults.localBase) entries.push([formatKey('freq_base_swa'), 'f32', local]);
  const factors = Float32Array.from(
    computeRopeFrequencies(headDim, base),
    (unscaled, pair) => unscaled / (rope.frequencies[pair] ?? unscaled),
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

/** Computes the base from the first two frequencies, which every scaling changes by the same factor. */
function computeRopeBase(frequencies: Float64Array, headDim: number): number {
  const [first = 1, second = 1] = frequencies;
  // Rounded to the precision of float32.
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

/**
 * Makes the paired rows of each head adjacent, as in GGUF files of Llama. transformers stores them half a head apart.
 */
function interleaveRows({ rows, width, read }: Rows, headDim: number): Rows {
  const getSourceRow = (row: number) => {
    const [head, headRow] = [Math.floor(row / headDim), row % headDim];
    return head * headDim + (headRow % 2) * (headDim / 2) + Math.floor(headRow / 2);
  };
  if (rows === 1)
    return {
      rows,
      width,
      read: async () => {
        const values = await read(0, 1);
        return values.map((_, index) => values[getSourceRow(index)]!);
      },
    };
  return {
    rows,
    width,
    async read(start, end) {
      const first = Math.floor(start / headDim) * headDim;
      const values = await read(first, Math.min(rows, Math.ceil(end / headDim) * headDim));
      const interleaved = new Float32Array((end - start) * width);
      for (let row = start; row < end; row++) {
        const from = (getSourceRow(row) - first) * width;
        interleaved.set(values.subarray(from, from + width), (row - start) * width);
      }
      return interleaved;
    },
  };
}

function toBytes(values: Float32Array): Uint8Array {
  return quantise('F32', values as Float32Array<ArrayBuffer>);
}
