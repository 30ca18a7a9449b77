import { corruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { isDecodable } from '#formats/gguf/blocks/dequantise.ts';
import { readGgufHeader, type GgufHeader, type GgufTensor } from '#formats/gguf/read-gguf-header.ts';
import { FileSlice } from '#formats/file-slice.ts';
import {
  architectures,
  rotaryFrequencies,
  unsupportedModelError,
  type Architecture,
  type DecoderConfig,
  type DecoderWeights,
  type Rotary,
} from './decoder.ts';
import { storedRows, type StoredRows } from '../matrix-rows.ts';

/** llama.cpp's values for Gemma 3, whose files do not state them: of every 6 layers, 5 see a window. */
const gemmaPeriod = 6;
const gemmaLocalBase = 10_000;

/**
 * A decoder of the llama family in a GGUF file.
 * @throws AppError as `readGgufHeader` | model-unsupported for other architectures, types and extensions
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
  const factors = await find('rope_freqs.weight')?.read(0, 1);
  const config = readConfig(header, factors);
  return {
    config,
    weights: { format: 'gguf', names: [...tensors.keys()].filter((name) => name !== 'rope_freqs.weight'), find },
  };
}

function toStoredRows(source: ByteSource, { name, type, dims, start, bytes }: GgufTensor): StoredRows {
  if (!isDecodable(type)) throw unsupportedModelError('gguf', name, type);
  const [width = 1, rows = 1, ...others] = dims;
  if (others.some((size) => size > 1)) throw unsupportedModelError('gguf', name, dims);
  return storedRows(type, new FileSlice(source, start, bytes), rows, width);
}

function readConfig({ metadata, tensors }: GgufHeader, factors: Float32Array | undefined): DecoderConfig {
  const stated = metadata.get('general.architecture');
  const architecture = architectures.find((candidate) => candidate === stated);
  if (!architecture) throw unsupportedModelError('gguf', 'general.architecture', stated ?? null);
  const optional = (name: string): number | undefined => {
    const value = metadata.get(`${architecture}.${name}`);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && value > 0) return value;
    throw unsupportedModelError(
      'gguf',
      `${architecture}.${name}`,
      typeof value === 'object' ? value.items : String(value),
    );
  };
  const required = (name: string) => optional(name) ?? missing(`${architecture}.${name}`);
  if (optional('expert_count'))
    throw unsupportedModelError('gguf', `${architecture}.expert_count`, optional('expert_count'));
  const heads = required('attention.head_count');
  const width = required('embedding_length');
  const headSize = optional('attention.key_length') ?? width / heads;
  for (const name of ['attention.value_length', 'rope.dimension_count'])
    if ((optional(name) ?? headSize) !== headSize)
      throw unsupportedModelError('gguf', `${architecture}.${name}`, optional(name));
  const scaling = metadata.get(`${architecture}.rope.scaling.type`) ?? 'none';
  if (scaling !== 'none' && scaling !== 'linear')
    throw unsupportedModelError(
      'gguf',
      `${architecture}.rope.scaling.type`,
      typeof scaling === 'string' ? scaling : null,
    );
  const scale = scaling === 'linear' ? (optional('rope.scaling.factor') ?? 1) : 1;
  const rotary = (base: number, by = 1): Rotary => ({
    frequencies: rotaryFrequencies(headSize, base, by).map((frequency, pair) => frequency / (factors?.[pair] ?? 1)),
    interleaved: architecture === 'llama',
  });
  const embeddings = tensors.find(({ name }) => name === 'token_embd.weight') ?? missing('token_embd.weight');
  return {
    architecture,
    layers: required('block_count'),
    width,
    heads,
    keyValueHeads: optional('attention.head_count_kv') ?? heads,
    headSize,
    vocabulary: embeddings.dims[1] ?? 1,
    contextLength: required('context_length'),
    epsilon: required('attention.layer_norm_rms_epsilon'),
    rotary: rotary(optional('rope.freq_base') ?? 10_000, scale),
    window: readSlidingWindow(architecture, optional, rotary),
  };
}

function readSlidingWindow(
  architecture: Architecture,
  optional: (name: string) => number | undefined,
  rotary: (base: number) => Rotary,
): DecoderConfig['window'] {
  const size = optional('attention.sliding_window');
  if (size === undefined) return null;
  if (architecture !== 'gemma3') throw unsupportedModelError('gguf', `${architecture}.attention.sliding_window`, size);
  return {
    size,
    period: optional('attention.sliding_window_pattern') ?? gemmaPeriod,
    rotary: rotary(optional('rope.freq_base_swa') ?? gemmaLocalBase),
  };
}

function missing(key: string): never {
  throw corruptModelError('gguf', { reason: 'entry-invalid', entry: key });
}
