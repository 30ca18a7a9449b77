import { isJsonObject } from '#core/encoding/json-reader.ts';

/** How the vectors of tokens become that of a text. */
export type Pooling = 'mean' | 'cls';

/**
 * What `1_Pooling/config.json` of sentence-transformers states.
 * @returns `null` for other files, and for a pooling that is not supported
 */
export function readPooling(text: string): Pooling | null {
  const config: unknown = JSON.parse(text);
  if (!isJsonObject(config)) return null;
  const modes = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  if (modes.join() === 'pooling_mode_mean_tokens') return 'mean';
  return modes.join() === 'pooling_mode_cls_token' ? 'cls' : null;
}

/** The vector of a text, of length 1, from those of its tokens. */
export function pooled(tokens: Float32Array, size: number, pooling: Pooling): Float32Array {
  const vector = new Float32Array(size);
  const count = pooling === 'cls' ? 1 : tokens.length / size;
  for (let token = 0; token < count; token++) {
    for (let at = 0; at < size; at++) vector[at]! += tokens[token * size + at]! / count;
  }
  return normalised(vector);
}

export function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
