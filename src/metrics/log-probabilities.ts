/** The natural logarithm of the softmax of some scores, which may themselves be log-probabilities. */
export function logSoftmax(scores: ArrayLike<number>): Float64Array {
  let maxLogit = -Infinity;
  for (let index = 0; index < scores.length; index++) maxLogit = Math.max(maxLogit, scores[index]!);
  let total = 0;
  for (let i = 0; i < scores.length; i++) total += Math.exp(scores[i]! - maxLogit);
  const shift = maxLogit + Math.log(total);
  return Float64Array.from(scores, (score) => score - shift);
}

/** The Kullback-Leibler divergence in nats of distributions given by their logarithms: the cost of `q` in place of `p`. */
export function computeDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < p.length; index++) {
    const probability = Math.exp(p[index]!);
    if (probability > 0) sum += probability * (p[index]! - q[index]!);
  }
  return sum;
}
