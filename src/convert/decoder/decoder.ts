import { AppError } from '#core/errors/error.ts';
import type { convertibleArchitectures } from '#core/model/convertible-models.ts';
import type { Rows } from '../matrix-rows.ts';

/** The hyperparameters of a decoder of the llama family. */
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
  /** Sliding-window attention to the last `size` tokens, in all layers except every `pattern`-th one. */
  readonly slidingWindow: { readonly size: number; readonly pattern: number; readonly rope: Rope } | null;
}

/** A rotary position embedding (Su et al. 2021). */
export interface Rope {
  /** Radians per position of each pair of elements, [headDim / 2]. */
  readonly frequencies: Float64Array;
  /** Whether the elements of a pair are adjacent; otherwise they are half a head apart. */
  readonly interleaved: boolean;
}

export type Architecture = (typeof convertibleArchitectures)[number];

/**
 * The weights of a decoder by their GGUF names, such as `blk.0.attn_q.weight`. Values are those of GGUF files, which
 * include the 1 that Gemma adds to its norm weights.
 */
export interface DecoderWeights {
  /** The format of the file. */
  readonly format: 'gguf' | 'safetensors';
  readonly names: readonly string[];
  /** Returns `undefined` if there is no weight of this name. */
  find(name: string): Rows | undefined;
}

/**
 * Computes the frequencies of a rotary embedding, [headDim / 2] in radians per position: base ^ (-2 pair / headDim) /
 * scale (Su et al. 2021, section 3.2.2).
 * @param scale the factor of linear RoPE scaling
 */
export function computeRopeFrequencies(headDim: number, base: number, scale = 1): Float64Array {
  return Float64Array.from({ length: headDim / 2 }, (_, pair) => base ** ((-2 * pair) / headDim) / scale);
}

/** @param source the file that contains the value: `gguf` or the name of a configuration file */
export function createUnsupportedModelError(source: string, field: string, value: unknown): AppError {
  return new AppError('model-unsupported', { model: source, why: `${field}: ${JSON.stringify(value)}` });
}
