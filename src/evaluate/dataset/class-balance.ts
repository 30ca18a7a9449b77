import type { LabelledItem, DatasetProblem } from './labelled-dataset.ts';

/** Accuracy says little about rare classes from this ratio on. Heuristic, not measured. */
const maxRatio = 10;

export interface ClassBalance {
  /** Items of each class, or objects if the labels are boxes; the most frequent class first. */
  readonly counts: readonly (readonly [label: string, count: number])[];
  /**
   * The count of the most frequent class divided by the count of the rarest class that occurs; `null` without classes.
   */
  readonly ratio: number | null;
  /** Whether the ratio is so large that a score per class says more than one over all items. */
  readonly isImbalanced: boolean;
}

export function measureClassBalance(items: readonly Pick<LabelledItem, 'label'>[]): ClassBalance {
  const byLabel = new Map<string, number>();
  for (const { label } of items) {
    const labels = label?.kind === 'class' ? [label] : label?.kind === 'boxes' ? label.boxes : [];
    for (const entry of labels) byLabel.set(entry.label, (byLabel.get(entry.label) ?? 0) + 1);
  }
  const counts = [...byLabel].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const [most, least] = [counts[0]?.[1], counts.at(-1)?.[1]];
  const ratio = most === undefined || least === undefined ? null : most / least;
  return { counts, ratio, isImbalanced: (ratio ?? 1) >= maxRatio };
}

/** The classes that are rare compared with the most frequent one, as a problem of the dataset. */
export function findRareClasses(items: readonly Pick<LabelledItem, 'label'>[]): DatasetProblem[] {
  const { counts, isImbalanced } = measureClassBalance(items);
  const [most] = counts;
  if (!isImbalanced || !most) return [];
  const rare = counts.filter(([, count]) => most[1] / count >= maxRatio);
  return [{ code: 'class-rare', paths: rare.map(([label]) => label) }];
}
