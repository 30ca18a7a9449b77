import { AppError } from '#core/errors/error.ts';
import type { Rows } from '../matrix-rows.ts';

/** The sizes of a decoder of the llama family, and how its architecture differs from Llama's. */
export interface DecoderConfig {
  /** The value of `general.architecture` in GGUF. */
  readonly architecture: Architecture;
  readonly layerCount: number;
  readonly hiddenSize: number;
  readonly headCount: number;
  readonly kvHeadCount: number;
  readonly headDim: number;
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly rmsNormEps: number;
  readonly rope: Rope;
  /** Layers that attend only to the last `size` tokens: all but every `pattern`th. */
  readonly slidingWindow: { readonly size: number; readonly pattern: number; readonly rope: Rope } | null;
}

/** A rotary position embedding (Su et al. 2021). */
export interface Rope {
  /** Radians per position, for each pair of elements of a head. */
  readonly frequencies: Float64Array;
  /** Whether the elements of a pair are neighbours, or half a head apart. */
  readonly interleaved: boolean;
}

export const architectures = ['llama', 'qwen2', 'qwen3', 'gemma3'] as const;
export type Architecture = (typeof architectures)[number];

/**
 * The weights of a decoder by their names in GGUF files, such as `blk.0.attn_q.weight`, with the values of GGUF files:
 * the 1 that Gemma adds to the weights of its norms is already included.
 */
export interface DecoderWeights {
  /** The format of their file. */
  readonly format: 'gguf' | 'safetensors';
  readonly names: readonly string[];
  /** `undefined` if there is no weight with this name. */
  find(name: string): Rows | undefined;
}

/** @param scale linear RoPE scaling: divides the frequencies */
export function computeRopeFrequencies(headDim: number, base: number, scale = 1): Float64Array {
  return Float64Array.from({ length: headDim / 2 }, (_, pair) => base ** ((-2 * pair) / headDim) / scale);
}

/** @param source the file that has the value: `gguf` or the name of a configuration file */
export function createUnsupportedModelError(source: string, field: string, value: unknown): AppError {
  return new AppError('model-unsupported', { model: source, why: `${field}: ${JSON.stringify(value)}` });
}
