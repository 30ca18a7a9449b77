import { softmax } from '#tasks/probabilities.ts';

/** A linear softmax classifier of unscaled features. */
export interface Head {
  /** The labels by class id; at least two, all different. */
  readonly labels: readonly string[];
  /** The number of features. */
  readonly length: number;
  /** [labels, length], row-major. */
  readonly weights: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
}

/** Computes the probability of each class, in the order of the labels. */
export function classifyFeatures({ labels, length, weights, bias }: Head, features: Float32Array): Float32Array {
  const scores = Float32Array.from(labels, (_, label) => {
    let score = bias[label]!;
    for (let index = 0; index < length; index++) score += weights[label * length + index]! * features[index]!;
    return score;
  });
  return softmax(scores);
}

/** Sorts labels by descending probability. */
export function rankLabels(
  { labels }: Pick<Head, 'labels'>,
  probabilities: Float32Array,
): readonly { readonly label: string; readonly probability: number }[] {
  return labels
    .map((label, index) => ({ label, probability: probabilities[index]! }))
    .sort((a, b) => b.probability - a.probability);
}
