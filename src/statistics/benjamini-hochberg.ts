/**
 * P-values adjusted for their number (Benjamini and Hochberg 1995): of the hypotheses whose adjusted value is below a
 * level, at most this fraction is expected to hold. If all hypotheses hold, the probability that any is below it is at
 * most the level. Both need independent or positively dependent tests.
 * @returns in the order of `values`
 */
export function adjustByBenjaminiHochberg(values: readonly number[]): readonly number[] {
  const descending = values.map((_, index) => index).sort((a, b) => values[b]! - values[a]!);
  const adjusted = Array.from<number>({ length: values.length });
  let min = 1;
  for (const [position, index] of descending.entries()) {
    min = Math.min(min, (values[index]! * values.length) / (values.length - position));
    adjusted[index] = min;
  }
  return adjusted;
}
