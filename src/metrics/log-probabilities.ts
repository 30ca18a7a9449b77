/**
 * Computes the natural logarithm of the softmax of one row of logits, which may themselves be log-probabilities.
 * @returns as many values as `scores`
 */
export function computeLogSoftmax(scores: ArrayLike<number>): Float64Array {
  let maxLogit = -Infinity;
  for (let index = 0; index < scores.length; index++) maxLogit = Math.max(maxLogit, scores[index]!);
  let total = 0;
  for (let i = 0; i < scores.length; i++) total += Math.exp(scores[i]! - maxLogit);
  const shift = maxLogit + Math.log(total);
  return Float64Array.from(scores, (score) => score - shift);
}

/** Computes the Kullback-Leibler divergence of `q` from `p` in nats. @param p,q log-probabilities, of equal length */
export function computeDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < p.length; index++) {
    const probability = Math.exp(p[index]!);
    if (probability > 0) sum += probability * (p[index]! - q[index]!);
  }
  return sum;
}
