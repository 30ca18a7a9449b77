/** How the vectors of tokens become that of a text: by their mean, their maximum, or that of the first or last token. */
export type Pooling = 'mean' | 'max' | 'cls' | 'lasttoken';

/** The vector of a text from those of its tokens, one after the other, each of `size` values. */
export function poolTokens(tokens: Float32Array, size: number, pooling: Pooling): Float32Array {
  const count = tokens.length / size;
  if (pooling === 'cls') return tokens.slice(0, size);
  if (pooling === 'lasttoken') return tokens.slice(-size);
  const vector = new Float32Array(size).fill(pooling === 'max' ? -Infinity : 0);
  for (let token = 0; token < count; token++) {
    for (let index = 0; index < size; index++) {
      const value = tokens[token * size + index]!;
      vector[index] = pooling === 'max' ? Math.max(vector[index]!, value) : vector[index]! + value / count;
    }
  }
  return vector;
}

/** The vector scaled to length 1. */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
