import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { classificationMetrics, type ClassificationOutcome } from '#metrics/classification.ts';
import { checkFinite } from '../check-finite.ts';
import type { Classification } from './classification.ts';

/** Top-5 accuracy needs no more. */
const predicted = 5;

export const evaluation: TaskEvaluation<readonly Classification[], ClassificationOutcome> = {
  label: 'class',
  toGroundTruth(classes) {
    checkProbabilities(classes);
    return { kind: 'class', label: classes[0]?.label ?? '' };
  },
  toOutcome(classes, truth) {
    checkProbabilities(classes);
    return {
      truth: truth.kind === 'class' ? truth.label : '',
      predictions: classes.slice(0, predicted).map(({ label }) => label),
      confidence: classes[0]?.probability ?? 0,
    };
  },
  metrics: classificationMetrics,
};

function checkProbabilities(classes: readonly Classification[]): void {
  checkFinite(classes.map(({ probability }) => probability));
}
