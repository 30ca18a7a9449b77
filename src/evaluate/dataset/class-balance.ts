import type { LabelledItem, DatasetProblem } from './labelled-dataset.ts';

/** At this ratio or above, accuracy hides the errors on rare classes. Heuristic, not measured. */
const minImbalanceRatio = 10;

export interface ClassBalance {
  /** Number of items per class, or of objects if the labels are boxes; the most frequent class first. */
  readonly counts: readonly (readonly [label: string, count: number])[];
  /**
   * The count of the most frequent class divided by that of the rarest class present; `null` without classes.
   */
  readonly ratio: number | null;
  /** Whether scores per class are more informative than one over all items. */
  readonly isImbalanced: boolean;
}

export function measureClassBalance(items: readonly Pick<LabelledItem, 'label'>[]): ClassBalance {
  const countByLabel = new Map<string, number>();
  for (const { label } of items) {
    const labels = label?.kind === 'class' ? [label] : label?.kind === 'boxes' ? label.boxes : [];
    for (const entry of labels) countByLabel.set(entry.label, (countByLabel.get(entry.label) ?? 0) + 1);
  }
  const counts = [...countByLabel].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const [maxCount, minCount] = [counts[0]?.[1], counts.at(-1)?.[1]];
  const ratio = maxCount === undefined || minCount === undefined ? null : maxCount / minCount;
  return { counts, ratio, isImbalanced: (ratio ?? 1) >= minImbalanceRatio };
}

/** Reports the classes that are rare compared with the most frequent one. */
export function findRareClasses(items: readonly Pick<LabelledItem, 'label'>[]): DatasetProblem[] {
  const { counts, isImbalanced } = measureClassBalance(items);
  const [mostFrequent] = counts;
  if (!isImbalanced || !mostFrequent) return [];
  const rare = counts.filter(([, count]) => mostFrequent[1] / count >= minImbalanceRatio);
  return [{ code: 'class-rare', paths: rare.map(([label]) => label) }];
}
