import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { convertibleArchitectures } from '#core/model/convertible-models.ts';
import type { ByteSource } from '#core/model/model.ts';
import { isDequantisable } from '#formats/gguf/blocks/dequantise.ts';
import { readGgufHeader, type GgufHeader, type GgufTensor } from '#formats/gguf/read-gguf-header.ts';
import { FileSlice } from '#formats/file-slice.ts';
import {
  computeRopeFrequencies,
  createUnsupportedModelError,
  type Architecture,
  type DecoderConfig,
  type DecoderWeights,
  type Rope,
} from './decoder.ts';
import { createStoredRows, type StoredRows } from '../matrix-rows.ts';

/** llama.cpp's defaults for Gemma 3 (llama-model.cpp): 5 of every 6 layers use sliding-window attention. */
const gemma3SlidingWindowPattern = 6;
const gemma3LocalRopeTheta = 10_000;

/**
 * Reads a decoder of the llama family from a GGUF file.
 * @throws AppError from `readGgufHeader` | model-unsupported for other architectures, types and extensions
 */
export async function readGgufDecoder(
  source: ByteSource,
): Promise<{ readonly config: DecoderConfig; readonly weights: DecoderWeights }> {
  const header = await readGgufHeader(source);
  const tensors = new Map(header.tensors.map((tensor) => [tensor.name, tensor]));
  const find = (name: string) => {
    const tensor = tensors.get(name);
    return tensor && toStoredRows(source, tensor);
  };
  const ropeFactors = await find('rope_freqs.weight')?.read(0, 1);
  const config = readConfig(header, ropeFactors);
  return {
    config,
    weights: { format: 'gguf', names: [...tensors.keys()].filter((name) => name !== 'rope_freqs.weight'), find },
  };
}

function toStoredRows(source: ByteSource, { name, type, dims, start, bytes }: GgufTensor): StoredRows {
  if (!isDequantisable(type)) throw createUnsupportedModelError('gguf', name, type);
  const [width = 1, rows = 1, ...others] = dims;
  if (others.some((size) => size > 1)) throw createUnsupportedModelError('gguf', name, dims);
  return createStoredRows(type, new FileSlice(source, start, bytes), rows, width);
}

function readConfig({ metadata, tensors }: GgufHeader, ropeFactors: Float32Array | undefined): DecoderConfig {
  const architectureName = metadata.get('general.architecture');
  const architecture = convertibleArchitectures.find((candidate) => candidate === architectureName);
  if (!architecture) throw createUnsupportedModelError('gguf', 'general.architecture', architectureName ?? null);
  /** Some writers store 0 for absent features, such as experts or a sliding window. llama.cpp also ignores it. */
  const readOptional = (name: string): number | undefined => {
    const value = metadata.get(`${architecture}.${name}`);
    if (value === undefined || value === 0) return undefined;
    if (typeof value === 'number' && value > 0) return value;
    throw createUnsupportedModelError(
      'gguf',
      `${architecture}.${name}`,
      typeof value === 'object' ? value.items : String(value),
    );
  };
  const readRequired = (name: string) => readOptional(name) ?? throwMissingKey(`${architecture}.${name}`);
  if (readOptional('expert_count'))
    throw createUnsupportedModelError('gguf', `${architecture}.expert_count`, readOptional('expert_count'));
  const headCount = readRequired('attention.head_count');
  const hiddenSize = readRequired('embedding_length');
  const headDim = readOptional('attention.key_length') ?? hiddenSize / headCount;
  for (const name of ['attention.value_length', 'rope.dimension_count'])
    if ((readOptional(name) ?? headDim) !== headDim)
      throw createUnsupportedModelError('gguf', `${architecture}.${name}`, readOptional(name));
  const scaling = metadata.get(`${architecture}.rope.scaling.type`) ?? 'none';
  if (scaling !== 'none' && scaling !== 'linear')
    throw createUnsupportedModelError(
      'gguf',
      `${architecture}.rope.scaling.type`,
      typeof scaling === 'string' ? scaling : null,
    );
  const scale = scaling === 'linear' ? (readOptional('rope.scaling.factor') ?? 1) : 1;
  const toRope = (base: number, positionScale = 1): Rope => ({
    frequencies: computeRopeFrequencies(headDim, base, positionScale).map(
      (frequency, pair) => frequency / (ropeFactors?.[pair] ?? 1),
    ),
    interleaved: architecture === 'llama',
  });
  const embeddings = tensors.find(({ name }) => name === 'token_embd.weight') ?? throwMissingKey('token_embd.weight');
  return {
    architecture,
    layerCount: readRequired('block_count'),
    hiddenSize,
    headCount,
    kvHeadCount: readOptional('attention.head_count_kv') ?? headCount,
    headDim,
    vocabSize: embeddings.dims[1] ?? 1,
    contextLength: readRequired('context_length'),
    rmsNormEps: readRequired('attention.layer_norm_rms_epsilon'),
    rope: toRope(readOptional('rope.freq_base') ?? 10_000, scale),
    slidingWindow: readSlidingWindow(architecture, readOptional, toRope),
  };
}

function readSlidingWindow(
  architecture: Architecture,
  readOptional: (name: string) => number | undefined,
  toRope: (base: number) => Rope,
): DecoderConfig['slidingWindow'] {
  const size = readOptional('attention.sliding_window');
  if (size === undefined) return null;
  if (architecture !== 'gemma3')
    throw createUnsupportedModelError('gguf', `${architecture}.attention.sliding_window`, size);
  return {
    size,
    pattern: readOptional('attention.sliding_window_pattern') ?? gemma3SlidingWindowPattern,
    rope: toRope(readOptional('rope.freq_base_swa') ?? gemma3LocalRopeTheta),
  };
}

function throwMissingKey(key: string): never {
  throw createCorruptModelError('gguf', { reason: 'entry-invalid', entry: key });
}
