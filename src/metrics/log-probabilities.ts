/** The natural logarithm of the softmax of some scores, which may themselves be log-probabilities. */
export function logSoftmax(scores: ArrayLike<number>): Float64Array {
  let max = -Infinity;
  for (let at = 0; at < scores.length; at++) max = Math.max(max, scores[at]!);
  let total = 0;
  for (let at = 0; at < scores.length; at++) total += Math.exp(scores[at]! - max);
  const shift = max + Math.log(total);
  return Float64Array.from(scores, (score) => score - shift);
}

/** The Kullback-Leibler divergence in nats of distributions given by their logarithms: the cost of `q` in place of `p`. */
export function divergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < p.length; at++) {
    const probability = Math.exp(p[at]!);
    if (probability > 0) sum += probability * (p[at]! - q[at]!);
  }
  return sum;
}
