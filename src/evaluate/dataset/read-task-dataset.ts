import { AppError } from '#core/errors/error.ts';
import type { ItemLabel } from '#core/task/evaluation.ts';
import type { InputKind, LabelledDataset, LayoutId, DatasetFile } from './labelled-dataset.ts';
import { listLayouts } from './layouts/index.ts';
import { readLabelledDataset, type ReadOptions } from './read-labelled-dataset.ts';

/** The kinds of inputs and labels of a task's dataset. */
export interface TaskDatasetKind {
  readonly input: InputKind;
  /** The kind of label that the task needs; `null` if none. */
  readonly labelKind: ItemLabel['kind'] | null;
}

/** Lists the layouts that a dataset for a task can have. */
export function listLayoutsForTask({ input, labelKind }: TaskDatasetKind): readonly LayoutId[] {
  if (labelKind === null) return ['unlabelled'];
  const fitting = listLayouts(input, labelKind);
  if (input !== 'text') return fitting;
  return fitting.filter(
    (id) => id === 'table' || id === 'tagged-words' || (id === 'plain-text' && labelKind === 'text'),
  );
}

/**
 * Reads a dataset for a task.
 * @throws AppError from {@link readLabelledDataset} | dataset-unclear if its labels are of another kind
 */
export async function readTaskDataset(
  files: readonly DatasetFile[],
  kind: TaskDatasetKind,
  options: Omit<ReadOptions, 'input' | 'labelKind'> = {},
): Promise<LabelledDataset> {
  const { input, labelKind } = kind;
  const labels = labelKind === null ? ({ layout: 'unlabelled' } as const) : { labelKind };
  const dataset = await readLabelledDataset(files, { ...options, input, ...labels });
  if (listLayoutsForTask(kind).includes(dataset.layout)) return dataset;
  throw new AppError('dataset-unclear', {
    reason: 'other-label-kind',
    actual: dataset.layout,
    expected: labelKind ?? '',
  });
}
