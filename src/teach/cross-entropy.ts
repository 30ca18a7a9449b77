/**
 * Adds the gradient of the cross-entropy of one row for a linear softmax classifier, and returns the cross-entropy.
 * @param x the weights [labels, length], row-major, then the biases
 * @param gradient as `x`; changed
 */
export function addCrossEntropyGradient(
  x: Float64Array,
  gradient: Float64Array,
  features: Float32Array,
  truth: number,
  labels: number,
): number {
  const { length } = features;
  const scores = Array.from({ length: labels }, (_, label) => {
    let score = x[labels * length + label]!;
    const from = label * length;
    for (let index = 0; index < length; index++) score += x[from + index]! * features[index]!;
    return score;
  });
  const max = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - max));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  for (const [label, exponential] of exponentials.entries()) {
    const error = exponential / sum - (label === truth ? 1 : 0);
    const from = label * length;
    for (let index = 0; index < length; index++) gradient[from + index]! += error * features[index]!;
    gradient[labels * length + label]! += error;
  }
  return Math.log(sum) + max - scores[truth]!;
}
