/**
 * Computes the natural logarithm of the sum of the exponentials of a vector, without overflow. A token's logit minus
 * this value is its log-probability.
 */
export function logSumExp(logits: Float32Array): number {
  let max = -Infinity;
  for (const logit of logits) if (logit > max) max = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - max);
  return max + Math.log(sum);
}
