/** The vectors of texts, in their order. */
export interface Embeddings {
  readonly vectors: readonly Float32Array[];
}

/** The cosine of the angle between two vectors; 0 if one of them is zero. */
export function computeCosine(a: Float32Array, b: Float32Array): number {
  let [products, first, second] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    products += a[index]! * b[index]!;
    first += a[index]! ** 2;
    second += b[index]! ** 2;
  }
  return first === 0 || second === 0 ? 0 : products / Math.sqrt(first * second);
}
