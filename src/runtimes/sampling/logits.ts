export interface Candidate {
  readonly token: number;
  readonly logit: number;
}

/** The `count` tokens with the largest logits, in descending order; ties are ordered by token id. */
export function topLogits(logits: Float32Array, count: number): readonly Candidate[] {
  if (count >= logits.length) {
    const candidates = Array.from(logits, (logit, token) => ({ token, logit }));
    return candidates.sort((a, b) => b.logit - a.logit || a.token - b.token);
  }
  // Few logits are among the `count` largest so far, so insertions into the sorted list are rare.
  const top: Candidate[] = [];
  let minLogit = -Infinity;
  for (let token = 0; token < logits.length; token++) {
    const logit = logits[token]!;
    if (top.length === count && logit <= minLogit) continue;
    let rank = top.length;
    while (rank > 0 && top[rank - 1]!.logit < logit) rank--;
    top.splice(rank, 0, { token, logit });
    if (top.length > count) top.pop();
    minLogit = top.at(-1)!.logit;
  }
  return top;
}

/** The logarithm of the sum of the exponentials. A token's logit minus this value is its log-probability. */
export function logSumExp(logits: Float32Array): number {
  let max = -Infinity;
  for (const logit of logits) if (logit > max) max = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - max);
  return max + Math.log(sum);
}
