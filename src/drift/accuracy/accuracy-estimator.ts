import { createSeededRandom, shuffle } from '#core/random.ts';
import { compareAscending } from '#statistics/quantiles.ts';
import { takeEvenly } from '../take-evenly.ts';
import {
  fitTemperature,
  scaleConfidence,
  type LabelledConfidence,
  type TopProbabilities,
} from './calibrated-confidence.ts';

/**
 * How accuracy is estimated without labels.
 * - `average-confidence`: the mean confidence after temperature scaling (Guo et al. 2017).
 * - `thresholded-confidence`: the fraction of inputs whose scaled confidence is at least a threshold, which is chosen so
 *   that on labelled items this fraction is the accuracy (ATC, Garg et al. 2022, https://arxiv.org/abs/2201.04234).
 */
export const estimationMethods = ['average-confidence', 'thresholded-confidence'] as const;
export type EstimationMethod = (typeof estimationMethods)[number];

/** Parameters fitted on labelled items. Plain data. */
export interface ConfidenceFit {
  readonly temperature: number;
  /** The threshold of the confidence; above 1 if no labelled item was right. */
  readonly threshold: number;
}

/** The distance of estimates from the true accuracy of items that they were not fitted on, as fractions. */
export interface HeldOutError {
  readonly mean: number;
  readonly max: number;
}

/** A fitted estimator of accuracy, with the errors of its estimates on held-out items. Plain data. */
export interface AccuracyEstimator extends ConfidenceFit {
  /** The number of labelled items that it was fitted on. */
  readonly items: number;
  /** The accuracy on these items, 0 to 1. */
  readonly accuracy: number;
  /** The number of items in each held-out half. */
  readonly heldOutItems: number;
  readonly heldOut: Readonly<Record<EstimationMethod, HeldOutError>>;
}

/**
 * The minimum number of labelled items. With fewer, the accuracy of a half is too uncertain for a comparison.
 * Heuristic, not measured.
 */
export const minLabelledItems = 40;
/** The maximum number of items. More would improve the fit little but make the page wait. */
const maxLabelledItems = 1_000;
/** The number of random splits into two halves. Heuristic, not measured. */
const splits = 10;

/**
 * Fits both estimates on labelled items, and measures their error on random splits: fitted on one half, and compared
 * with the accuracy of the other. The same items give the same estimator.
 * @returns `null` for fewer than `minLabelledItems`, or if the probabilities of an item do not form a distribution, as
 * for independent labels
 */
export function fitAccuracyEstimator(labelled: readonly LabelledConfidence[]): AccuracyEstimator | null {
  if (labelled.length < minLabelledItems || !labelled.every(isDistribution)) return null;
  const items = takeEvenly(labelled, maxLabelledItems);
  const random = createSeededRandom(1);
  const heldOutItems = Math.floor(items.length / 2);
  const errors = Array.from({ length: splits }, () => {
    const shuffled = shuffle(items, random);
    const heldOut = shuffled.slice(0, heldOutItems);
    const fit = fitConfidence(shuffled.slice(heldOutItems));
    const accuracy = computeAccuracy(heldOut);
    const estimates = estimateAccuracy(
      fit,
      heldOut.map(({ probabilities }) => probabilities),
    );
    return mapMethods((method) => Math.abs(estimates[method] - accuracy));
  });
  return {
    ...fitConfidence(items),
    items: items.length,
    accuracy: computeAccuracy(items),
    heldOutItems,
    heldOut: mapMethods((method) => {
      const methodErrors = errors.map((error) => error[method]);
      return { mean: methodErrors.reduce((sum, error) => sum + error, 0) / splits, max: Math.max(...methodErrors) };
    }),
  };
}

/** @param items at least one */
export function fitConfidence(items: readonly LabelledConfidence[]): ConfidenceFit {
  const temperature = fitTemperature(items);
  const scores = items.map(({ probabilities }) => scaleConfidence(probabilities, temperature)).sort(compareAscending);
  const wrongCount = items.filter(({ isCorrect }) => !isCorrect).length;
  return { temperature, threshold: scores[wrongCount] ?? 2 };
}

/**
 * Estimates the accuracy on inputs without labels, 0 to 1.
 * @param inputs at least one
 */
export function estimateAccuracy(
  { temperature, threshold }: ConfidenceFit,
  inputs: readonly TopProbabilities[],
): Readonly<Record<EstimationMethod, number>> {
  const scores = inputs.map((probabilities) => scaleConfidence(probabilities, temperature));
  return {
    'average-confidence': scores.reduce((sum, score) => sum + score, 0) / scores.length,
    'thresholded-confidence': scores.filter((score) => score >= threshold).length / scores.length,
  };
}

/** The method with the smaller mean error on held-out items. */
export function chooseMethod({ heldOut }: Pick<AccuracyEstimator, 'heldOut'>): EstimationMethod {
  return heldOut['average-confidence'].mean < heldOut['thresholded-confidence'].mean
    ? 'average-confidence'
    : 'thresholded-confidence';
}

function computeAccuracy(items: readonly LabelledConfidence[]): number {
  return items.filter(({ isCorrect }) => isCorrect).length / items.length;
}

/** The tolerance of 0.05 is for 8-bit outputs, whose sum deviates from 1 by rounding. */
function isDistribution({ probabilities }: LabelledConfidence): boolean {
  const sum = probabilities.reduce((total, probability) => total + probability, 0);
  return probabilities.length > 1 && probabilities.every((p) => p >= 0 && p <= 1) && sum < 1.05;
}

function mapMethods<Value>(compute: (method: EstimationMethod) => Value): Readonly<Record<EstimationMethod, Value>> {
  return {
    'average-confidence': compute('average-confidence'),
    'thresholded-confidence': compute('thresholded-confidence'),
  };
}
