/** Computes the L2 norm of a vector. */
export function computeNorm(values: Float64Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}

/** Scales values down, in place, to a norm of at most `maxNorm`. @returns the norm before */
export function clipToNorm(values: Float64Array, maxNorm: number): number {
  const norm = computeNorm(values);
  if (norm > maxNorm) for (let index = 0; index < values.length; index++) values[index]! *= maxNorm / norm;
  return norm;
}
