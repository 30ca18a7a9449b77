/** One vector for each text, in the order of the texts. */
export interface Embeddings {
  readonly vectors: readonly Float32Array[];
}

/** Computes the cosine similarity of two vectors; 0 if one of them is zero. */
export function computeCosineSimilarity(a: Float32Array, b: Float32Array): number {
  let [dotProduct, squaredNormA, squaredNormB] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    dotProduct += a[index]! * b[index]!;
    squaredNormA += a[index]! ** 2;
    squaredNormB += b[index]! ** 2;
  }
  return squaredNormA === 0 || squaredNormB === 0 ? 0 : dotProduct / Math.sqrt(squaredNormA * squaredNormB);
}
