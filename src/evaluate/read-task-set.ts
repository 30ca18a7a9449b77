import { AppError } from '#core/errors/error.ts';
import type { ItemLabel } from '#core/task/evaluation.ts';
import type { LabelledDataset, LayoutId, DatasetFile } from './labelled-dataset.ts';
import { layoutsFor } from './layouts/index.ts';
import { readLabelledDataset, type ReadOptions } from './read-labelled-dataset.ts';

/** What a task takes, and is scored by. */
export interface TaskSetKind {
  readonly input: 'image' | 'text';
  /** The kind of label that it needs; `null` if it uses none. */
  readonly labelKind: ItemLabel['kind'] | null;
}

/** The layouts that a set for a task can have. */
export function taskLayouts({ input, labelKind }: TaskSetKind): readonly LayoutId[] {
  if (labelKind === null) return ['unlabelled'];
  const fitting = layoutsFor(input, labelKind);
  if (input !== 'text') return fitting;
  return fitting.filter((id) => id === 'table' || (id === 'plain-text' && labelKind === 'text'));
}

/** A set for a task. @throws AppError as {@link readLabelledDataset}, and set-unclear if its labels are of another kind */
export async function readTaskSet(
  files: readonly DatasetFile[],
  kind: TaskSetKind,
  options: Omit<ReadOptions, 'input' | 'labelKind'> = {},
): Promise<LabelledDataset> {
  const { input, labelKind } = kind;
  const labels = labelKind === null ? ({ layout: 'unlabelled' } as const) : { labelKind };
  const set = await readLabelledDataset(files, { ...options, input, ...labels });
  if (taskLayouts(kind).includes(set.layout)) return set;
  throw new AppError('set-unclear', { reason: 'other-label-kind', actual: set.layout, expected: labelKind ?? '' });
}
