import { AppError } from '#core/errors/error.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';

/** The keys or values of one layer in the key-value cache: an input, and the output with its next value. */
export interface CacheSpec {
  /** Input name. */
  readonly past: string;
  /** Output name. */
  readonly present: string;
  readonly dtype: 'float32' | 'float16';
  readonly heads: number;
  readonly headSize: number;
}

/** The key-value cache and the optional inputs of a decoder-only language model. */
export interface DecoderSignature {
  readonly cache: readonly CacheSpec[];
  readonly hasMask: boolean;
  readonly hasPositions: boolean;
  /** Whether it can return the logits of only the last tokens (`num_logits_to_keep`). */
  readonly selectsLogits: boolean;
  /** Whether it has separate branches for the first and all later runs (`use_cache_branch`). */
  readonly hasBranches: boolean;
}

const knownInputs: ReadonlySet<string> = new Set([
  'input_ids',
  'attention_mask',
  'position_ids',
  'num_logits_to_keep',
  'use_cache_branch',
]);
const isPast = (name: string) => name.startsWith('past_key_values.');

/**
 * Reads the signature of a decoder with the input names of Optimum, transformers.js and this project:
 * `past_key_values.<layer>.key` of shape [batch, heads, past tokens, head size], and `present.<layer>.key`.
 * @throws AppError model-unsupported
 */
export function readDecoderSignature(
  model: string,
  inputs: readonly TensorSpec[],
  outputs: readonly TensorSpec[],
): DecoderSignature {
  const names = new Set(inputs.map(({ name }) => name));
  const outputNames = new Set(outputs.map(({ name }) => name));
  const past = inputs.filter(({ name }) => isPast(name));
  if (!names.has('input_ids') || !outputNames.has('logits') || past.length === 0)
    throw new AppError('model-unsupported', { model, reason: 'no-key-value-cache' });
  const unknown = inputs.find(({ name }) => !knownInputs.has(name) && !isPast(name));
  if (unknown) throw new AppError('model-unsupported', { model, reason: 'decoder-input-unknown', input: unknown.name });
  const cache = past.map(({ name, dtype, shape }): CacheSpec => {
    const [, heads, , headSize] = shape;
    const present = name.replace('past_key_values', 'present');
    if (
      !outputNames.has(present) ||
      (dtype !== 'float32' && dtype !== 'float16') ||
      shape.length !== 4 ||
      typeof heads !== 'number' ||
      typeof headSize !== 'number'
    )
      throw new AppError('model-unsupported', { model, reason: 'decoder-input-unknown', input: name });
    return { past: name, present, dtype, heads, headSize };
  });
  return {
    cache,
    hasMask: names.has('attention_mask'),
    hasPositions: names.has('position_ids'),
    selectsLogits: names.has('num_logits_to_keep'),
    hasBranches: names.has('use_cache_branch'),
  };
}

/** Whether `GroupQueryAttention` computes the whole cache: it then appends to a cache that is both input and output. */
export function updatesInPlace({ cache }: DecoderSignature, { graph }: OnnxModel): boolean {
  const attention = graph?.nodes.filter(({ opType }) => opType === 'GroupQueryAttention') ?? [];
  const updated = new Map(
    attention.flatMap(({ inputs, outputs }) => [
      [inputs[3], outputs[1]],
      [inputs[4], outputs[2]],
    ]),
  );
  return cache.every(({ past, present }) => updated.get(past) === present);
}

/** Computes the size in bytes of the keys and values of `tokens` tokens. */
export function countCacheBytes({ cache }: DecoderSignature, tokens: number): number {
  return cache.reduce((sum, { dtype, heads, headSize }) => sum + elementBytes[dtype] * heads * headSize * tokens, 0);
}

export const elementBytes = { float32: 4, float16: 2 } as const;
