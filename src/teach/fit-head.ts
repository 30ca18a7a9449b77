import type { Head } from './head.ts';
import { addCrossEntropyGradient } from './cross-entropy.ts';
import { minimise } from './minimise.ts';
import { chooseScaling, unscaleHead, scaleFeatures } from './scaling.ts';

/** The features of one image, and the index of its label. */
export interface LabelledFeatures {
  readonly features: Float32Array;
  readonly label: number;
}

/** The inverse of the regularisation strength: the default of scikit-learn's `C`. */
const defaultInverseRegularisation = 1;

/**
 * Tolerance of the gradient of the mean loss. At scikit-learn's 1e-4, weakly regularised weights have not converged.
 */
const tolerance = 1e-8;
const maxIterations = 500;

/**
 * Fits a linear softmax classifier: multinomial logistic regression with L2 regularisation of the weights but not the
 * biases, as scikit-learn's `LogisticRegression(C)`. The features are first scaled to mean 0 and an average variance of
 * 1. Trained on 100 digits (10 per class), it classified 85.0% of 200 others correctly with MobileNetV2 and 77.5% with
 * the bundled CIFAR-10 model; with a factor for each feature (StandardScaler), 83.5% and 76.0%. The returned weights
 * include the scaling. Deterministic.
 * @param rows at least one for each label, with features of equal length
 */
export function fitHead(
  rows: readonly LabelledFeatures[],
  labels: readonly string[],
  inverseRegularisation = defaultInverseRegularisation,
): Head {
  const length = rows[0]!.features.length;
  const scaling = chooseScaling(rows.map(({ features }) => features));
  const scaledFeatures = rows.map(({ features }) => scaleFeatures(features, scaling));
  const weightCount = labels.length * length;
  const penalty = 1 / (inverseRegularisation * rows.length);
  const solution = minimise(
    (x, gradient) => {
      gradient.fill(0);
      let loss = 0;
      for (const [row, features] of scaledFeatures.entries())
        loss += addCrossEntropyGradient(x, gradient, features, rows[row]!.label, labels.length) / rows.length;
      for (let index = 0; index < gradient.length; index++) gradient[index]! /= rows.length;
      for (let index = 0; index < weightCount; index++) {
        loss += 0.5 * penalty * x[index]! ** 2;
        gradient[index]! += penalty * x[index]!;
      }
      return loss;
    },
    new Float64Array(weightCount + labels.length),
    { tolerance, maxIterations },
  );
  return unscaleHead(solution, labels, scaling);
}
