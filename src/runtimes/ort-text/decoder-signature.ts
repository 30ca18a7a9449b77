import { AppError } from '#core/errors/error.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';

/** A part of the key-value cache: an input, and the output that is its next value. */
export interface CachePart {
  readonly past: string;
  readonly present: string;
  readonly dtype: 'float32' | 'float16';
  readonly heads: number;
  readonly headSize: number;
}

/** The inputs of a decoder-only language model other than its tokens and its cache. */
export interface DecoderSignature {
  readonly cache: readonly CachePart[];
  readonly hasMask: boolean;
  readonly hasPositions: boolean;
  /** Whether it can return the logits of only the last tokens; otherwise it returns the logits of all. */
  readonly selectsLogits: boolean;
  /** Whether it has one branch for the first run and another for all later ones (`use_cache_branch`). */
  readonly hasBranches: boolean;
}

const known: ReadonlySet<string> = new Set([
  'input_ids',
  'attention_mask',
  'position_ids',
  'num_logits_to_keep',
  'use_cache_branch',
]);
const isPast = (name: string) => name.startsWith('past_key_values.');

/**
 * Recognises the layout that Optimum, transformers.js and this project write: `past_key_values.<layer>.key` of shape
 * [batch, heads, past tokens, head size], and `present.<layer>.key`.
 * @throws AppError model-unsupported
 */
export function decoderSignature(
  model: string,
  inputs: readonly TensorSpec[],
  outputs: readonly TensorSpec[],
): DecoderSignature {
  const names = new Set(inputs.map(({ name }) => name));
  const outputNames = new Set(outputs.map(({ name }) => name));
  const past = inputs.filter(({ name }) => isPast(name));
  if (!names.has('input_ids') || !outputNames.has('logits') || past.length === 0)
    throw new AppError('model-unsupported', { model, reason: 'no-key-value-cache' });
  const other = inputs.find(({ name }) => !known.has(name) && !isPast(name));
  if (other) throw new AppError('model-unsupported', { model, reason: 'decoder-input-unknown', input: other.name });
  const cache = past.map((spec): CachePart => {
    const { name, dtype, shape } = spec;
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

/**
 * Whether each part of the cache can be input and output at once: `GroupQueryAttention` then appends to it in place.
 */
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

/** Bytes of keys and values for `tokens` tokens. */
export function countCacheBytes({ cache }: DecoderSignature, tokens: number): number {
  return cache.reduce((sum, { dtype, heads, headSize }) => sum + elementBytes[dtype] * heads * headSize * tokens, 0);
}

export const elementBytes = { float32: 4, float16: 2 } as const;
