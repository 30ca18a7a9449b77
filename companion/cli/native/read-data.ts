import { basename, resolve } from 'node:path';
import type { ItemLabel } from '#core/task/evaluation.ts';
import { selectItems, selectUsableItems, type DataFile } from '#evaluate/items/select-items.ts';
import { openItemFile, type EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import type { LabelledDataset } from '#evaluate/dataset/labelled-dataset.ts';
import { matchClasses, type ClassMatches } from '#evaluate/classes/match-classes.ts';
import { readTaskDataset, type TaskDatasetKind } from '#evaluate/dataset/read-task-dataset.ts';
import { sampleItems } from '#evaluate/items/sample-items.ts';
import { listTextWindows } from '#evaluate/items/text-windows.ts';
import { listChangedFiles, watchFiles, type FileStates } from '#evaluate/dataset/watched-files.ts';
import type { EvaluateLink } from '#links/evaluate-link.ts';
import { getTask } from '#tasks/index.ts';
import { textGeneration } from '#tasks/scored-tasks.ts';
import { openDataFile, openDataFiles } from './local-files.ts';
import type { NativeModel } from './native-model.ts';

/** The location of a labelled dataset. */
export interface DataOptions {
  /** A folder or a file. */
  readonly path: string;
  /** The path of a label file outside the folder; `null` for none. */
  readonly labelsOutside: string | null;
}

/** A labelled dataset on this disk, read for a task. */
export interface NativeData {
  readonly name: string;
  readonly kind: TaskDatasetKind;
  readonly dataset: LabelledDataset;
  readonly files: readonly DataFile[];
  /** Whether the items are plain texts, on which perplexity is computed. */
  readonly isPlainText: boolean;
  /** Matches the classes of the dataset with the labels of a model; without labels, every class matches itself. */
  match(labels: readonly string[] | undefined): ClassMatches;
  /** Lists the label files that changed since they were read. */
  listChangedFiles(): Promise<readonly string[]>;
}

/**
 * Reads a labelled dataset for a task.
 * @throws AppError from `readTaskDataset`
 */
export async function readData(
  { path, labelsOutside }: DataOptions,
  { task, labels, split }: Pick<EvaluateLink, 'task' | 'labels' | 'split'>,
  labelKind: ItemLabel['kind'] | null,
  signal: AbortSignal,
): Promise<NativeData> {
  const outside = labelsOutside === null ? [] : [openDataFile(labelsOutside)];
  const files = [...openDataFiles(path), ...outside];
  const states: FileStates = new Map();
  const watched = watchFiles(
    files.map((file) => ({ path: file.path, open: () => openItemFile(file.file) })),
    states,
  );
  const kind: TaskDatasetKind = { input: task === textGeneration ? 'text' : getTask(task).input, labelKind };
  const dataset = await readTaskDataset(watched, kind, {
    signal,
    ...(labels !== null && { labelFile: labels }),
    ...(split !== null && { split }),
  });
  return {
    name: basename(resolve(path)),
    kind,
    dataset,
    files,
    isPlainText: dataset.layout === 'plain-text',
    match: (modelLabels) => matchClasses(dataset.classes, modelLabels ?? dataset.classes),
    listChangedFiles: () => listChangedFiles(watched, states),
  };
}

/**
 * Selects all items or a random sample of them. The items of plain texts are windows of tokens.
 * @throws AppError from `listTextWindows`
 */
export async function chooseItems({
  link: { items: sampleSize, seed },
  data,
  candidate,
  baseline,
}: {
  readonly link: Pick<EvaluateLink, 'items' | 'seed'>;
  readonly data: NativeData;
  readonly candidate: NativeModel;
  readonly baseline: NativeModel | null;
}): Promise<{ readonly items: readonly EvaluationItem[]; readonly usable: number }> {
  const { dataset, files } = data;
  const { labels, counting } = candidate;
  const matches = data.match(labels);
  if (!data.isPlainText || !counting) {
    const items = selectItems(dataset, files, matches, labels, { n: sampleSize, seed });
    return { items, usable: selectUsableItems(dataset, matches).length };
  }
  const texts = selectItems(dataset, files, matches, labels, { n: null, seed });
  const windows = await listTextWindows(texts, counting, baseline?.counting ?? null);
  const unlabelled = windows.map((window) => ({ ...window, label: null }));
  return { items: sampleSize === null ? windows : sampleItems(unlabelled, sampleSize, seed), usable: windows.length };
}
