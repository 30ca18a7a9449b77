export interface Candidate {
  readonly token: number;
  readonly logit: number;
}

/**
 * Returns the `count` tokens with the largest logits, in descending order; ties are ordered by token id.
 * @param logits one per token of the vocabulary
 */
export function selectTopLogits(logits: Float32Array, count: number): readonly Candidate[] {
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

/** Like {@link selectTopLogits}, but among the allowed tokens; fewer than `count` if fewer are allowed. */
export function selectTopAllowedLogits(
  logits: Float32Array,
  count: number,
  isAllowed: (token: number) => boolean,
): readonly Candidate[] {
  const likely = selectTopLogits(logits, Math.min(logits.length, 2 * count + checkedFirst)).filter(({ token }) =>
    isAllowed(token),
  );
  if (likely.length >= count) return likely.slice(0, count);
  const masked = logits.map((logit, token) => (isAllowed(token) ? logit : -Infinity));
  return selectTopLogits(masked, count).filter(({ logit }) => logit > -Infinity);
}

/** Tokens that are checked before all others: most answers continue with a likely one. Heuristic, not measured. */
const checkedFirst = 16;
