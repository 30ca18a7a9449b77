import { AppError } from '#core/errors/error.ts';
import { findRareClasses } from './class-balance.ts';
import { FileIndex } from './file-index.ts';
import type { InputKind, LabelledDataset, LayoutId, DatasetFile, DatasetProblem } from './labelled-dataset.ts';
import { layouts } from './layouts/index.ts';
import type { Layout, LayoutOptions } from './layouts/layout.ts';
import { selectSplit, findSplits } from './splits.ts';
import { mergeDuplicateItems } from './unique-items.ts';

export interface ReadOptions extends Omit<LayoutOptions, 'input'> {
  /** The kind of input that the model takes; otherwise the kind that most of the files have. */
  readonly input?: InputKind;
  /** The format of the labels; otherwise it is detected. */
  readonly layout?: LayoutId;
  /** The part of the dataset to read, if it has folders such as `train` and `val`. */
  readonly split?: string;
}

/**
 * The items of a folder with their labels. The bytes of inputs are not read, except the first ones of images whose labels
 * depend on their size.
 * @throws AppError dataset-unclear | labels-invalid | whatever `DatasetFile.open` throws
 */
export async function readLabelledDataset(
  files: readonly DatasetFile[],
  options: ReadOptions = {},
): Promise<LabelledDataset> {
  const index = new FileIndex(options.split === undefined ? files : selectSplit(files, options.split));
  const input = options.input ?? findCommonKind(index);
  const id = options.layout ?? (await detectLayout(index, { ...options, input }));
  if (options.split === undefined && options.layout !== 'unlabelled') checkSplits(index, input, id);
  const result = await layouts[id].read(index, { ...options, input });
  const { items, differing } = mergeDuplicateItems(result.items);
  const problems = [
    ...result.problems,
    ...(index.duplicatePaths.length > 0 ? [{ code: 'path-repeated', paths: index.duplicatePaths } as const] : []),
    ...(differing.length > 0 ? [{ code: 'labels-differ', paths: differing } as const] : []),
    ...findRareClasses(items),
  ];
  if (items.length === 0) throw createNoItemsError(index, input, problems);
  return { layout: id, input, ...result, items, problems };
}

/**
 * The layout of a folder: the only one that fits it, and that can contain the kind of label that a task needs.
 * @throws AppError dataset-unclear if several fit
 */
async function detectLayout(files: FileIndex, { input, labelKind }: LayoutOptions): Promise<LayoutId> {
  const entries = Object.entries(layouts) as [LayoutId, Layout][];
  const fitting: LayoutId[] = [];
  for (const [id, layout] of entries) if (await layout.detect(files, input)) fitting.push(id);
  const useful = fitting.filter((id) => labelKind === undefined || layouts[id].labels.includes(labelKind));
  const [id, ...others] = useful;
  if (id === undefined && fitting.length > 0) {
    const actual = fitting.flatMap((id) => layouts[id].labels).join(', ');
    throw new AppError('dataset-unclear', { reason: 'other-label-kind', actual, expected: labelKind ?? '' });
  }
  if (others.length > 0) throw new AppError('dataset-unclear', { reason: 'several-layouts', found: useful.join(', ') });
  return id ?? (input === 'text' ? 'plain-text' : 'unlabelled');
}

/** @throws AppError dataset-unclear if the inputs are in several splits and the file of labels does not choose one */
function checkSplits(files: FileIndex, input: InputKind, layout: LayoutId): void {
  const splits = findSplits(files.ofKind(input));
  const hasLabelFile = !layouts[layout].splitsByFolder && layouts[layout].labels.length > 0;
  if (splits.length > 1 && !hasLabelFile) {
    throw new AppError('dataset-unclear', { reason: 'several-splits', found: splits.join(', ') });
  }
}

/** The kind that most of the files have; text if none is an image or audio file, as in a folder with only a table. */
function findCommonKind(files: FileIndex): InputKind {
  const [images, audio] = [files.ofKind('image').length, files.ofKind('audio').length];
  if (images === 0 && audio === 0) return 'text';
  return images >= audio ? 'image' : 'audio';
}

function createNoItemsError(files: FileIndex, kind: InputKind, problems: readonly DatasetProblem[]): AppError {
  if (files.ofKind(kind).length === 0) {
    const audio = files.ofKind('audio').length;
    if (audio > 0) return new AppError('dataset-unclear', { reason: 'audio-not-scored', audio });
    return new AppError('dataset-unclear', { reason: 'no-inputs', kind });
  }
  const ofLabels = problems.filter(({ code }) => code !== 'unlabelled');
  const paths = ofLabels.flatMap((problem) => problem.paths);
  return new AppError('dataset-unclear', { reason: 'no-items', labels: paths.length, example: paths[0] ?? '' });
}
