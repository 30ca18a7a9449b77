import { AppError } from '#core/errors/error.ts';
import { findRareClasses } from './class-balance.ts';
import { FileIndex } from './file-index.ts';
import type { InputKind, LabelledDataset, LayoutId, DatasetFile, DatasetProblem } from './labelled-dataset.ts';
import { layouts } from './layouts/index.ts';
import type { Layout, LayoutOptions } from './layouts/layout.ts';
import { selectSplit, findSplits } from './splits.ts';
import { mergeDuplicateItems } from './unique-items.ts';

export interface ReadOptions extends Omit<LayoutOptions, 'input'> {
  /** The kind of input that the model takes; by default, that of most files. */
  readonly input?: InputKind;
  /** The layout of the labels; detected by default. */
  readonly layout?: LayoutId;
  /** The split to read, if the dataset has folders such as `train` and `val`. */
  readonly split?: string;
}

/**
 * Reads the items and labels of a folder. Input bytes are not read, except the headers of images whose labels depend on
 * their size.
 * @throws AppError dataset-unclear | labels-invalid | errors from `DatasetFile.open`
 */
export async function readLabelledDataset(
  files: readonly DatasetFile[],
  options: ReadOptions = {},
): Promise<LabelledDataset> {
  const index = new FileIndex(options.split === undefined ? files : selectSplit(files, options.split));
  const input = options.input ?? findCommonKind(index);
  const layoutId = options.layout ?? (await detectLayout(index, { ...options, input }));
  if (options.split === undefined && options.layout !== 'unlabelled') checkSplits(index, input, layoutId);
  const result = await layouts[layoutId].read(index, { ...options, input });
  const { items, differing } = mergeDuplicateItems(result.items);
  const problems = [
    ...result.problems,
    ...(index.duplicatePaths.length > 0 ? [{ code: 'path-repeated', paths: index.duplicatePaths } as const] : []),
    ...(differing.length > 0 ? [{ code: 'labels-differ', paths: differing } as const] : []),
    ...findRareClasses(items),
  ];
  if (items.length === 0) throw createNoItemsError(index, input, problems);
  return { layout: layoutId, input, ...result, items, problems };
}

/**
 * Detects the only layout that fits a folder and supports the kind of label that the task needs.
 * @throws AppError dataset-unclear if several layouts fit
 */
async function detectLayout(files: FileIndex, { input, labelKind }: LayoutOptions): Promise<LayoutId> {
  const entries = Object.entries(layouts) as [LayoutId, Layout][];
  const fitting: LayoutId[] = [];
  for (const [id, layout] of entries) if (await layout.detect(files, input)) fitting.push(id);
  const suitable = fitting.filter((id) => labelKind === undefined || layouts[id].labels.includes(labelKind));
  const [id, ...others] = suitable;
  if (id === undefined && fitting.length > 0) {
    const actual = fitting.flatMap((id) => layouts[id].labels).join(', ');
    throw new AppError('dataset-unclear', { reason: 'other-label-kind', actual, expected: labelKind ?? '' });
  }
  if (others.length > 0)
    throw new AppError('dataset-unclear', { reason: 'several-layouts', found: suitable.join(', ') });
  return id ?? (input === 'text' ? 'plain-text' : 'unlabelled');
}

/** @throws AppError dataset-unclear if the inputs are in several splits and no label file selects among them */
function checkSplits(files: FileIndex, input: InputKind, layout: LayoutId): void {
  const splits = findSplits(files.listByKind(input));
  const hasLabelFile = !layouts[layout].splitsByFolder && layouts[layout].labels.length > 0;
  if (splits.length > 1 && !hasLabelFile) {
    throw new AppError('dataset-unclear', { reason: 'several-splits', found: splits.join(', ') });
  }
}

/** Returns the most common kind of input; text if there are no images or audio, as in a folder with only a table. */
function findCommonKind(files: FileIndex): InputKind {
  const [images, audio] = [files.listByKind('image').length, files.listByKind('audio').length];
  if (images === 0 && audio === 0) return 'text';
  return images >= audio ? 'image' : 'audio';
}

function createNoItemsError(files: FileIndex, kind: InputKind, problems: readonly DatasetProblem[]): AppError {
  if (files.listByKind(kind).length === 0) {
    const audio = files.listByKind('audio').length;
    if (audio > 0) return new AppError('dataset-unclear', { reason: 'audio-not-scored', audio });
    return new AppError('dataset-unclear', { reason: 'no-inputs', kind });
  }
  const labelProblems = problems.filter(({ code }) => code !== 'unlabelled');
  const paths = labelProblems.flatMap((problem) => problem.paths);
  return new AppError('dataset-unclear', { reason: 'no-items', labels: paths.length, example: paths[0] ?? '' });
}
