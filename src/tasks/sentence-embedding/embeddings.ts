/** The vectors of texts, in their order. */
export interface Embeddings {
  readonly vectors: readonly Float32Array[];
}

/** The cosine of the angle between two vectors; 0 if one of them is zero. */
export function cosine(one: Float32Array, other: Float32Array): number {
  let [products, first, second] = [0, 0, 0];
  for (let index = 0; index < one.length; index++) {
    products += one[index]! * other[index]!;
    first += one[index]! ** 2;
    second += other[index]! ** 2;
  }
  return first === 0 || second === 0 ? 0 : products / Math.sqrt(first * second);
}
