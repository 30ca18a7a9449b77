import type { ComparedItem, EvaluationResult } from '#evaluate/result/evaluation-result.ts';
import { readPredictedLabel } from '#evaluate/items/item-labels.ts';

export type ItemFilter =
  | 'differing'
  | 'wrong'
  | 'imperfect' // as `wrong`, for metrics whose scores are graded rather than right or wrong
  | 'failed'
  | 'all';

type FilteredResult = Pick<EvaluationResult, 'items' | 'metric'>;

/** Lists the filters that match at least one item, most useful first. */
export function listFilters(result: FilteredResult): readonly ItemFilter[] {
  const filters: readonly ItemFilter[] = ['differing', result.metric.isCorrect ? 'wrong' : 'imperfect', 'failed'];
  return [...filters.filter((filter) => filterItems(result, filter).length > 0), 'all'];
}

/** Selects the items that match a filter, largest difference or worst score first. */
export function filterItems(result: FilteredResult, filter: ItemFilter): readonly ComparedItem[] {
  const { items, metric } = result;
  const computeLoss = createLoss(metric);
  switch (filter) {
    case 'differing':
      return items
        .filter((compared) => isDiffering(compared, computeLoss))
        .sort((a, b) => computeScoreDifference(b) - computeScoreDifference(a));
    case 'wrong':
    case 'imperfect':
      return items.filter((item) => computeLoss(item) > 0).sort((a, b) => computeLoss(b) - computeLoss(a));
    case 'failed':
      return items.filter(({ candidate }) => 'error' in candidate);
    case 'all':
      return items;
  }
}

type Loss = (compared: Pick<ComparedItem, 'score'>) => number;

/** Creates the loss of a metric: the distance of a score from a perfect score; 0 without a score. */
function createLoss({ isError = false }: EvaluationResult['metric']): Loss {
  return ({ score }) => {
    if (score === null) return 0;
    return isError ? score : 1 - score;
  };
}

function isDiffering(compared: ComparedItem, computeLoss: Loss): boolean {
  const { candidate, baseline } = compared;
  if (!baseline) return false;
  if ('error' in candidate || 'error' in baseline) return 'error' in candidate !== 'error' in baseline;
  if (baseline.outcome === null) return computeLoss(compared) > 0; // the baseline's prediction is the ground truth
  return (
    computeScoreDifference(compared) > 0 ||
    readPredictedLabel(candidate.outcome) !== readPredictedLabel(baseline.outcome)
  );
}

function computeScoreDifference({ score, baselineScore }: ComparedItem): number {
  return score === null || baselineScore === null ? 0 : Math.abs(score - baselineScore);
}
