/**
 * How certain a classifier is: `confidence` is the highest probability, `margin` its distance from the second.
 * @param probabilities of at least the two likeliest classes, in any order
 */
export function probabilityFeatures(probabilities: readonly number[]): { confidence: number; margin: number } {
  const [first = 0, second = 0] = probabilities.toSorted((a, b) => b - a);
  return { confidence: first, margin: first - second };
}
