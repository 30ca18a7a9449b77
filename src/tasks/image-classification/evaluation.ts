import type { TaskEvaluation } from '#core/evaluation.ts';
import { classificationMetrics, type ClassificationOutcome } from '#metrics/classification.ts';
import type { Classification } from './classification.ts';

/** Top-5 accuracy needs no more. */
const predicted = 5;

export const evaluation: TaskEvaluation<readonly Classification[], ClassificationOutcome> = {
  label: 'class',
  truthOf: ([best]) => ({ kind: 'class', label: best?.label ?? '' }),
  outcomeOf: (classes, truth) => ({
    truth: truth.kind === 'class' ? truth.label : '',
    predictions: classes.slice(0, predicted).map(({ label }) => label),
    confidence: classes[0]?.probability ?? 0,
  }),
  metrics: classificationMetrics,
};
