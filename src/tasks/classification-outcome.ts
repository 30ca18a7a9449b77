import type { GroundTruth } from '#core/task/evaluation.ts';
import type { ClassProbability } from '#core/task/observation.ts';
import type { ClassificationOutcome } from '#metrics/classification.ts';

/** The number of predictions that top-5 accuracy needs. */
const maxPredictions = 5;

/** @param classes the likeliest classes, in descending order of probability */
export function toClassificationOutcome(
  classes: readonly ClassProbability[],
  truth: GroundTruth,
): ClassificationOutcome {
  const label = truth.kind === 'class' ? truth.label : '';
  return {
    truth: label,
    predictions: classes.slice(0, maxPredictions).map(({ label: predictedLabel }) => predictedLabel),
    confidence: classes[0]?.probability ?? 0,
    probabilities: classes.map(({ probability }) => probability),
    truthProbability: classes.find((candidate) => candidate.label === label)?.probability ?? null,
  };
}
