import type { GroundTruth } from '#core/task/evaluation.ts';
import type { ClassProbability } from '#core/task/observation.ts';
import type { ClassificationOutcome } from '#metrics/classification.ts';

/** Top-5 accuracy needs no more. */
const predicted = 5;

/** @param classes the likeliest classes, the best first */
export function toClassificationOutcome(
  classes: readonly ClassProbability[],
  truth: GroundTruth,
): ClassificationOutcome {
  const label = truth.kind === 'class' ? truth.label : '';
  return {
    truth: label,
    predictions: classes.slice(0, predicted).map((named) => named.label),
    confidence: classes[0]?.probability ?? 0,
    probabilities: classes.map(({ probability }) => probability),
    truthProbability: classes.find((named) => named.label === label)?.probability ?? null,
  };
}
