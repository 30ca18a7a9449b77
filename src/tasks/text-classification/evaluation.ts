import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { classificationMetrics, type ClassificationOutcome } from '#metrics/classification.ts';
import { checkFinite } from '../check-finite.ts';
import type { LabelScore, TextClassification } from './text-classification.ts';

/** Top-5 accuracy needs no more. */
const predicted = 5;

/** The best label of a text, against its class. */
export const evaluation: TaskEvaluation<readonly TextClassification[], ClassificationOutcome> = {
  label: 'class',
  toGroundTruth: (results) => ({ kind: 'class', label: readScores(results)[0]?.label ?? '' }),
  toOutcome(results, truth) {
    const labels = readScores(results);
    return {
      truth: truth.kind === 'class' ? truth.label : '',
      predictions: labels.slice(0, predicted).map(({ label }) => label),
      confidence: labels[0]?.score ?? 0,
    };
  },
  metrics: classificationMetrics,
};

/** The scores of the only text of an item. */
function readScores([result]: readonly TextClassification[]): readonly LabelScore[] {
  const labels = result?.labels ?? [];
  checkFinite(labels.map(({ score }) => score));
  return labels;
}
