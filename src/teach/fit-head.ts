import type { Head } from './head.ts';
import { minimise } from './minimise.ts';

/** Features of one picture, and the position of its label. */
export interface LabelledFeatures {
  readonly features: Float32Array;
  readonly label: number;
}

/**
 * Inverse of the strength of the regularisation, as scikit-learn's `C`, whose default it is.
 */
const defaultInverseRegularisation = 1;

/** Of the gradient of the mean loss. scikit-learn stops at 1e-4, where weights of weak regularisation are still wrong. */
const tolerance = 1e-8;
const maxIterations = 500;

/**
 * Fits a linear softmax classifier: multinomial logistic regression with L2 regularisation of the weights, not of the
 * biases, as scikit-learn's `LogisticRegression(C)`, on features with mean 0 and, on average, variance 1 over the rows.
 * On 100 digits (10 per class) this was right on 85.0% of 200 others with MobileNetV2 and 77.5% with the bundled CIFAR-10
 * model; a factor for each feature (StandardScaler) on 83.5% and 76.0%. The scaling is part of the weights that it
 * returns. Deterministic.
 * @param rows at least one for each label; features are of the same length
 */
export function fitHead(
  rows: readonly LabelledFeatures[],
  labels: readonly string[],
  inverseRegularisation = defaultInverseRegularisation,
): Head {
  const length = rows[0]!.features.length;
  const scaling = chooseScaling(rows, length);
  const { mean, factor } = scaling;
  const scaled = rows.map(({ features }) => features.map((value, index) => (value - mean[index]!) * factor));
  const size = labels.length * length;
  const penalty = 1 / (inverseRegularisation * rows.length);
  const solution = minimise(
    (x, gradient) => {
      gradient.fill(0);
      let loss = 0;
      for (const [row, features] of scaled.entries())
        loss += addRow(x, gradient, features, rows[row]!.label, labels.length) / rows.length;
      for (let index = 0; index < gradient.length; index++) gradient[index]! /= rows.length;
      for (let index = 0; index < size; index++) {
        loss += 0.5 * penalty * x[index]! ** 2;
        gradient[index]! += penalty * x[index]!;
      }
      return loss;
    },
    new Float64Array(size + labels.length),
    { tolerance, maxIterations },
  );
  return unscale(solution, labels, scaling);
}

/** Adds the gradient of the cross-entropy of one row, and returns the cross-entropy. */
function addRow(
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

/** Features less their mean, times one factor for all, which keeps their proportions. */
interface Scaling {
  readonly mean: Float64Array;
  readonly factor: number;
}

/** The scaling after which the variance of the features is 1 on average. */
function chooseScaling(rows: readonly LabelledFeatures[], length: number): Scaling {
  const mean = new Float64Array(length);
  for (const { features } of rows) addTo(mean, features, 1 / rows.length);
  let squares = 0;
  for (const { features } of rows)
    for (let index = 0; index < length; index++) squares += (features[index]! - mean[index]!) ** 2;
  const variance = squares / (rows.length * length);
  return { mean, factor: variance > 0 ? 1 / Math.sqrt(variance) : 1 };
}

function addTo(sum: Float64Array, values: Float32Array, factor: number): void {
  for (let index = 0; index < sum.length; index++) sum[index]! += factor * values[index]!;
}

/** The weights and biases for features that are not scaled. */
function unscale(solution: Float64Array, labels: readonly string[], { mean, factor }: Scaling): Head {
  const { length } = mean;
  const weights = new Float32Array(labels.length * length);
  const bias = new Float32Array(labels.length);
  for (let label = 0; label < labels.length; label++) {
    let offset = solution[labels.length * length + label]!;
    for (let index = 0; index < length; index++) {
      const weight = solution[label * length + index]! * factor;
      weights[label * length + index] = weight;
      offset -= weight * mean[index]!;
    }
    bias[label] = offset;
  }
  return { labels, length, weights, bias };
}
