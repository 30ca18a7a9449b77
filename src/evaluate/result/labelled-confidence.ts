import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { LabelledConfidence } from '#drift/accuracy/calibrated-confidence.ts';
import type { ClassificationOutcome } from '#metrics/classification.ts';

/**
 * Lists the classifier's confidence on the items of an evaluation. Omits failed items, and outcomes of other tasks or
 * of an older version, which lack probabilities.
 */
export function listLabelledConfidence(items: readonly EvaluatedItem[]): readonly LabelledConfidence[] {
  return items.flatMap((item) => {
    if ('error' in item || item.outcome === null) return [];
    const { probabilities, truthProbability, predictions, truth } = item.outcome as Partial<ClassificationOutcome>;
    if (!probabilities || truthProbability === undefined) return [];
    return [{ probabilities, truthProbability, isCorrect: predictions?.[0] === truth }];
  });
}
