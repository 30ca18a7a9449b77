/**
 * Adds the gradient of the cross-entropy of one example for a linear softmax classifier.
 * @param parameters the weights [labels, length], row-major, then the biases
 * @param gradient in the layout of `parameters`; changed in place
 * @param truth index of the true label
 * @param labels number of labels
 * @returns the cross-entropy
 */
export function addCrossEntropyGradient(
  parameters: Float64Array,
  gradient: Float64Array,
  features: Float32Array,
  truth: number,
  labels: number,
): number {
  const { length } = features;
  const scores = Array.from({ length: labels }, (_, label) => {
    let score = parameters[labels * length + label]!;
    const start = label * length;
    for (let index = 0; index < length; index++) score += parameters[start + index]! * features[index]!;
    return score;
  });
  const max = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - max));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  for (const [label, exponential] of exponentials.entries()) {
    const error = exponential / sum - (label === truth ? 1 : 0);
    const start = label * length;
    for (let index = 0; index < length; index++) gradient[start + index]! += error * features[index]!;
    gradient[labels * length + label]! += error;
  }
  return Math.log(sum) + max - scores[truth]!;
}
