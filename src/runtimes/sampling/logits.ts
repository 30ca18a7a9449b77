export interface Candidate {
  readonly token: number;
  readonly logit: number;
}

/** The tokens with the largest logits, largest first; of equal ones, the smaller token first. */
export function topLogits(logits: Float32Array, count: number): readonly Candidate[] {
  if (count >= logits.length) {
    const all = Array.from(logits, (logit, token) => ({ token, logit }));
    return all.sort((a, b) => b.logit - a.logit || a.token - b.token);
  }
  // Insertion into a short sorted list is fast, because few of many logits are among the `count` largest so far.
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

/** The natural logarithm of the sum of exponentials: the logit of a token minus this is its log-probability. */
export function logSumExp(logits: Float32Array): number {
  let max = -Infinity;
  for (const logit of logits) if (logit > max) max = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - max);
  return max + Math.log(sum);
}
