import type { Head } from './head.ts';
import { addCrossEntropyGradient } from './cross-entropy.ts';
import { minimise } from './minimise.ts';
import { chooseScaling, fromScaled, scaleFeatures } from './scaling.ts';

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
  const scaling = chooseScaling(rows.map(({ features }) => features));
  const scaled = rows.map(({ features }) => scaleFeatures(features, scaling));
  const size = labels.length * length;
  const penalty = 1 / (inverseRegularisation * rows.length);
  const solution = minimise(
    (x, gradient) => {
      gradient.fill(0);
      let loss = 0;
      for (const [row, features] of scaled.entries())
        loss += addCrossEntropyGradient(x, gradient, features, rows[row]!.label, labels.length) / rows.length;
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
  return fromScaled(solution, labels, scaling);
}
