import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { classificationMetrics, type ClassificationOutcome } from '#metrics/classification.ts';
import { checkFinite } from '../check-finite.ts';
import { toClassificationOutcome } from '../classification-outcome.ts';
import type { Classification } from './classification.ts';

export const evaluation: TaskEvaluation<readonly Classification[], ClassificationOutcome> = {
  label: 'class',
  toGroundTruth(classes) {
    checkProbabilities(classes);
    return { kind: 'class', label: classes[0]?.label ?? '' };
  },
  toOutcome(classes, truth) {
    checkProbabilities(classes);
    return toClassificationOutcome(classes, truth);
  },
  metrics: classificationMetrics,
};

function checkProbabilities(classes: readonly Classification[]): void {
  checkFinite(classes.map(({ probability }) => probability));
}
