import type { ComparedItem, EvaluationResult } from './evaluation-result.ts';
import { isRight, predictionOf } from './item-labels.ts';

export type ItemFilter = 'differing' | 'wrong' | 'failed' | 'all';

/** The filters that select some items, the most useful first. */
export function filtersOf(result: EvaluationResult): readonly ItemFilter[] {
  const filters: readonly ItemFilter[] = ['differing', 'wrong', 'failed'];
  return [...filters.filter((filter) => filterItems(result, filter).length > 0), 'all'];
}

export function filterItems({ items }: Pick<EvaluationResult, 'items'>, filter: ItemFilter): readonly ComparedItem[] {
  switch (filter) {
    case 'differing':
      return items.filter(isDiffering);
    case 'wrong':
      return items.filter((compared) => isRight(compared, compared.candidate) === false);
    case 'failed':
      return items.filter(({ candidate }) => 'error' in candidate);
    case 'all':
      return items;
  }
}

function isDiffering({ candidate, baseline }: ComparedItem): boolean {
  if (!baseline) return false;
  if ('error' in candidate || 'error' in baseline) return 'error' in candidate !== 'error' in baseline;
  return predictionOf(candidate.outcome) !== predictionOf(baseline.outcome);
}
