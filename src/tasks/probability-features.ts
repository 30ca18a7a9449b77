/**
 * Measures how certain a classifier is. `confidence` is the highest probability, and `margin` is its difference from
 * the second highest. `entropy` is normalised by its maximum: 0 for one certain class, 1 if all classes are equally
 * likely.
 * @param probabilities of at least the two likeliest classes, in any order
 */
export function computeProbabilityFeatures(
  probabilities: readonly number[],
): Readonly<Record<'confidence' | 'margin' | 'entropy', number>> {
  const [first = 0, second = 0] = probabilities.toSorted((a, b) => b - a);
  const entropy = probabilities.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
  return { confidence: first, margin: first - second, entropy: entropy / Math.log(Math.max(2, probabilities.length)) };
}
