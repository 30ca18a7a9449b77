/**
 * P-values adjusted for their number (Holm 1979): the probability that any hypothesis that holds has one below a level is
 * at most this level.
 * @returns in the order of `values`
 */
export function adjustByHolm(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const adjusted = Array.from<number>({ length: values.length });
  let max = 0;
  for (const [rank, index] of order.entries()) {
    max = Math.max(max, Math.min(1, values[index]! * (values.length - rank)));
    adjusted[index] = max;
  }
  return adjusted;
}
