import type { TensorSpec } from '#core/engine/tensor.ts';
import type { GraphRole, GraphSignature } from '#core/task/task.ts';
import { readVoiceSignature } from '../voice-activity/roles.ts';
import { frameCount } from './log-mel/log-mel.ts';

/** The graphs of a Whisper model as Optimum exports it to the Hub. */
export const roles = {
  /** Maps a log-mel spectrogram [batch, 80 or 128, 3000] to hidden states [batch, 1500, width]. */
  encoder: { matches: (graph) => readEncoderInput(graph) !== null },
  /** The decoder with and without a key-value cache in one graph, `decoder_model_merged`. */
  decoder: { matches: (graph) => readDecoderSignature(graph) !== null },
  /** Silero VAD: only parts with speech are transcribed. */
  voiceActivity: { isOptional: true, matches: (graph) => readVoiceSignature(graph) !== null },
} satisfies Record<string, GraphRole>;

export type FloatType = 'float32' | 'float16';
const isFloat = (type: string): type is FloatType => type === 'float32' || type === 'float16';

interface EncoderInput {
  readonly name: string;
  readonly dtype: FloatType;
  readonly melCount: number;
  readonly output: string;
}

/** @returns `null` if the graph is not the encoder of a speech recogniser */
export function readEncoderInput({ inputs, outputs }: GraphSignature): EncoderInput | null {
  const [input, ...others] = inputs;
  const [output] = outputs;
  if (input?.name !== 'input_features' || others.length > 0 || !isFloat(input.dtype)) return null;
  const [, melCount, frames] = input.shape;
  if (input.shape.length !== 3 || typeof melCount !== 'number' || output?.shape.length !== 3) return null;
  if (typeof frames === 'number' && frames !== frameCount) return null;
  return { name: input.name, dtype: input.dtype, melCount, output: output.name };
}

/** The cached keys or values of a layer: an input, and the output with its next value. */
export interface CachePart {
  readonly past: string;
  readonly present: string;
  readonly dtype: FloatType;
  readonly heads: number;
  readonly headSize: number;
  /** Whether it is computed from the hidden states of the encoder, once for each window. */
  readonly isFromEncoder: boolean;
}

/** The inputs and outputs of a merged decoder. */
export interface SpeechDecoderSignature {
  readonly cache: readonly CachePart[];
  /** The hidden states of the encoder, as an input. */
  readonly hidden: { readonly dtype: FloatType; readonly width: number };
}

/** @returns `null` if the graph is not a merged decoder with cross-attention */
export function readDecoderSignature({ inputs, outputs }: GraphSignature): SpeechDecoderSignature | null {
  const findInput = (name: string) => inputs.find((input) => input.name === name);
  const hidden = findInput('encoder_hidden_states');
  const width = hidden?.shape[2];
  if (findInput('input_ids')?.dtype !== 'int64' || findInput('use_cache_branch')?.dtype !== 'bool') return null;
  if (!hidden || !isFloat(hidden.dtype) || typeof width !== 'number') return null;
  if (outputs.every(({ name }) => name !== 'logits')) return null;
  const outputNames = new Set(outputs.map(({ name }) => name));
  const cache: CachePart[] = [];
  for (const input of inputs.filter(({ name }) => name.startsWith('past_key_values.'))) {
    const part = readCachePart(input);
    if (!part || !outputNames.has(part.present)) return null;
    cache.push(part);
  }
  if (inputs.length !== cache.length + 3 || !cache.some(({ isFromEncoder }) => isFromEncoder)) return null;
  return { cache, hidden: { dtype: hidden.dtype, width } };
}

function readCachePart({ name, dtype, shape }: TensorSpec): CachePart | null {
  const [, heads, , headSize] = shape;
  if (!isFloat(dtype) || typeof heads !== 'number' || typeof headSize !== 'number') return null;
  const present = name.replace('past_key_values', 'present');
  return { past: name, present, dtype, heads, headSize, isFromEncoder: name.includes('.encoder.') };
}
