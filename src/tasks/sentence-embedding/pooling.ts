/**
 * How token vectors are combined to one vector: their mean, their maximum, or the vector of the first or last token.
 */
export type Pooling = 'mean' | 'max' | 'cls' | 'lasttoken';

/**
 * Combines the token vectors of a text to one vector.
 * @param tokens the vectors one after the other, `size` values each
 */
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

/** Scales a vector to length 1; a zero vector is returned unchanged. */
export function normaliseVector(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
