import { AppError } from '#core/errors/error.ts';
import type { Rows } from '../matrix-rows.ts';

/** The sizes of a decoder of the llama family, and how its architecture differs from Llama's. */
export interface DecoderConfig {
  /** As `general.architecture` of GGUF names it. */
  readonly architecture: Architecture;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabulary: number;
  readonly contextLength: number;
  readonly epsilon: number;
  readonly rotary: Rotary;
  /** Layers that see only the last `size` tokens: all but every `period`th. */
  readonly window: { readonly size: number; readonly period: number; readonly rotary: Rotary } | null;
}

/** A rotary position embedding (Su et al. 2021). */
export interface Rotary {
  /** Radians per position, for each pair of elements of a head. */
  readonly frequencies: Float64Array;
  /** Whether the elements of a pair are neighbours, or half a head apart. */
  readonly interleaved: boolean;
}

export const architectures = ['llama', 'qwen2', 'qwen3', 'gemma3'] as const;
export type Architecture = (typeof architectures)[number];

/**
 * The weights of a decoder by their names in GGUF files, such as `blk.0.attn_q.weight`, with the values that they have
 * there: Gemma's norms include the 1 that is added to them.
 */
export interface DecoderWeights {
  /** The format of their file. */
  readonly format: 'gguf' | 'safetensors';
  readonly names: readonly string[];
  /** `undefined` if there is none of this name. */
  find(name: string): Rows | undefined;
}

/** @param scale of positions: a model trained on shorter texts is stretched by it */
export function rotaryFrequencies(headSize: number, base: number, scale = 1): Float64Array {
  return Float64Array.from({ length: headSize / 2 }, (_, pair) => base ** ((-2 * pair) / headSize) / scale);
}

/** @param model the file that states it */
export function unsupportedModelError(model: string, field: string, value: unknown): AppError {
  return new AppError('model-unsupported', { model, why: `${field}: ${JSON.stringify(value)}` });
}
