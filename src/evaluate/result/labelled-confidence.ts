import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { LabelledConfidence } from '#drift/accuracy/calibrated-confidence.ts';
import type { ClassificationOutcome } from '#metrics/classification.ts';

/**
 * What the items of an evaluation say about the confidence of a classifier. Items that failed are left out, and so are
 * outcomes of other tasks and those that an older version recorded.
 */
export function listLabelledConfidence(items: readonly EvaluatedItem[]): readonly LabelledConfidence[] {
  return items.flatMap((item) => {
    if ('error' in item || item.outcome === null) return [];
    const { probabilities, truthProbability, predictions, truth } = item.outcome as Partial<ClassificationOutcome>;
    if (!probabilities || truthProbability === undefined) return [];
    return [{ probabilities, truthProbability, isCorrect: predictions?.[0] === truth }];
  });
}
