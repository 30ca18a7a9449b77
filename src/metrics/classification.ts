import type { Metric } from '#core/task/evaluation.ts';
import { scoreClasses, type LabelledPrediction } from './class-report.ts';

/** The predictions of a classifier for one item, and its ground truth. */
export interface ClassificationOutcome extends LabelledPrediction {
  /** The probability of the top prediction, 0 to 1. */
  readonly confidence: number;
  /**
   * The probabilities of the likeliest classes (at most ten), in descending order; absent from outcomes of older
   * versions.
   */
  readonly probabilities?: readonly number[];
  /** The probability of the true class; `null` if it is not among the likeliest. */
  readonly truthProbability?: number | null;
}

/** The fraction of items whose top prediction is correct. */
const top1: Metric<ClassificationOutcome> = {
  id: 'top-1',
  compute: (outcomes) => computeMatchingFraction(outcomes, isTop1),
  isCorrect: isTop1,
  isSame: (a, b) => a.predictions[0] === b.predictions[0],
};

/** The fraction of items whose class is among the top five predictions; undefined for models with fewer classes. */
const top5: Metric<ClassificationOutcome> = {
  id: 'top-5',
  compute: (outcomes) =>
    outcomes.some(({ predictions }) => predictions.length >= 5) ? computeMatchingFraction(outcomes, isTop5) : null,
  isCorrect: isTop5,
};

/**
 * The mean F1 of all classes that occur as truth or top prediction, as in scikit-learn's `f1_score(average='macro')`.
 */
const macroF1: Metric<ClassificationOutcome> = {
  id: 'macro-f1',
  compute: (outcomes) => computeMean(scoreClasses(outcomes).map(({ f1 }) => f1)),
};

/** The mean recall of the classes that occur as truth, as in scikit-learn's `balanced_accuracy_score`. */
const balancedAccuracy: Metric<ClassificationOutcome> = {
  id: 'balanced-accuracy',
  compute: (outcomes) =>
    computeMean(
      scoreClasses(outcomes).flatMap(({ recall, support }) => (support > 0 && recall !== null ? recall : [])),
    ),
};

/**
 * The expected calibration error (Guo et al. 2017): the difference between confidence and accuracy in bins of equal
 * width, weighted by the number of items.
 */
const calibrationError: Metric<ClassificationOutcome> = {
  id: 'calibration-error',
  isError: true,
  compute(outcomes) {
    if (outcomes.length === 0 || !outcomes.every(({ confidence }) => Number.isFinite(confidence))) return null;
    const gaps = new Float64Array(calibrationBins);
    for (const outcome of outcomes) {
      const bin = Math.min(calibrationBins - 1, Math.floor(outcome.confidence * calibrationBins));
      gaps[bin] = gaps[bin]! + outcome.confidence - (isTop1(outcome) ? 1 : 0);
    }
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / outcomes.length;
  },
};

/** Number of bins in Guo et al. 2017. */
const calibrationBins = 15;

export const classificationMetrics: readonly Metric<ClassificationOutcome>[] = [
  top1,
  top5,
  macroF1,
  balancedAccuracy,
  calibrationError,
];

function isTop1({ truth, predictions }: ClassificationOutcome): boolean {
  return predictions[0] === truth;
}

function isTop5({ truth, predictions }: ClassificationOutcome): boolean {
  return predictions.slice(0, 5).includes(truth);
}

function computeMatchingFraction<Item>(items: readonly Item[], test: (item: Item) => boolean): number | null {
  return items.length === 0 ? null : items.filter(test).length / items.length;
}

function computeMean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
