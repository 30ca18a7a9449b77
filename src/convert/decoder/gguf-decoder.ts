import { corruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { isDequantisable } from '#formats/gguf/blocks/dequantise.ts';
import { readGgufHeader, type GgufHeader, type GgufTensor } from '#formats/gguf/read-gguf-header.ts';
import { FileSlice } from '#formats/file-slice.ts';
import {
  architectures,
  ropeFrequencies,
  unsupportedModelError,
  type Architecture,
  type DecoderConfig,
  type DecoderWeights,
  type Rope,
} from './decoder.ts';
import { readStoredRows, type StoredRows } from '../matrix-rows.ts';

/** llama.cpp's values for Gemma 3, whose files do not state them: 5 of every 6 layers use sliding-window attention. */
const gemma3SlidingWindowPattern = 6;
const gemma3LocalRopeTheta = 10_000;

/**
 * A decoder of the llama family in a GGUF file.
 * @throws AppError what `readGgufHeader` throws | model-unsupported for other architectures, types and extensions
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
  if (!isDequantisable(type)) throw unsupportedModelError('gguf', name, type);
  const [width = 1, rows = 1, ...others] = dims;
  if (others.some((size) => size > 1)) throw unsupportedModelError('gguf', name, dims);
  return readStoredRows(type, new FileSlice(source, start, bytes), rows, width);
}

function readConfig({ metadata, tensors }: GgufHeader, ropeFactors: Float32Array | undefined): DecoderConfig {
  const architectureName = metadata.get('general.architecture');
  const architecture = architectures.find((candidate) => candidate === architectureName);
  if (!architecture) throw unsupportedModelError('gguf', 'general.architecture', architectureName ?? null);
  /** Some writers state 0 for what a model does not have, such as experts or a sliding window; llama.cpp ignores it too. */
  const optional = (name: string): number | undefined => {
    const value = metadata.get(`${architecture}.${name}`);
    if (value === undefined || value === 0) return undefined;
    if (typeof value === 'number' && value > 0) return value;
    throw unsupportedModelError(
      'gguf',
      `${architecture}.${name}`,
      typeof value === 'object' ? value.items : String(value),
    );
  };
  const required = (name: string) => optional(name) ?? throwMissingKey(`${architecture}.${name}`);
  if (optional('expert_count'))
    throw unsupportedModelError('gguf', `${architecture}.expert_count`, optional('expert_count'));
  const headCount = required('attention.head_count');
  const hiddenSize = required('embedding_length');
  const headDim = optional('attention.key_length') ?? hiddenSize / headCount;
  for (const name of ['attention.value_length', 'rope.dimension_count'])
    if ((optional(name) ?? headDim) !== headDim)
      throw unsupportedModelError('gguf', `${architecture}.${name}`, optional(name));
  const scaling = metadata.get(`${architecture}.rope.scaling.type`) ?? 'none';
  if (scaling !== 'none' && scaling !== 'linear')
    throw unsupportedModelError(
      'gguf',
      `${architecture}.rope.scaling.type`,
      typeof scaling === 'string' ? scaling : null,
    );
  const scale = scaling === 'linear' ? (optional('rope.scaling.factor') ?? 1) : 1;
  const toRope = (base: number, positionScale = 1): Rope => ({
    frequencies: ropeFrequencies(headDim, base, positionScale).map(
      (frequency, pair) => frequency / (ropeFactors?.[pair] ?? 1),
    ),
    interleaved: architecture === 'llama',
  });
  const embeddings = tensors.find(({ name }) => name === 'token_embd.weight') ?? throwMissingKey('token_embd.weight');
  return {
    architecture,
    layerCount: required('block_count'),
    hiddenSize,
    headCount,
    kvHeadCount: optional('attention.head_count_kv') ?? headCount,
    headDim,
    vocabSize: embeddings.dims[1] ?? 1,
    contextLength: required('context_length'),
    rmsNormEps: required('attention.layer_norm_rms_epsilon'),
    rope: toRope(optional('rope.freq_base') ?? 10_000, scale),
    slidingWindow: readSlidingWindow(architecture, optional, toRope),
  };
}

function readSlidingWindow(
  architecture: Architecture,
  optional: (name: string) => number | undefined,
  toRope: (base: number) => Rope,
): DecoderConfig['slidingWindow'] {
  const size = optional('attention.sliding_window');
  if (size === undefined) return null;
  if (architecture !== 'gemma3') throw unsupportedModelError('gguf', `${architecture}.attention.sliding_window`, size);
  return {
    size,
    pattern: optional('attention.sliding_window_pattern') ?? gemma3SlidingWindowPattern,
    rope: toRope(optional('rope.freq_base_swa') ?? gemma3LocalRopeTheta),
  };
}

function throwMissingKey(key: string): never {
  throw corruptModelError('gguf', { reason: 'entry-invalid', entry: key });
}
