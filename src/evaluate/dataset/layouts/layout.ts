import type { ItemLabel } from '#core/task/evaluation.ts';
import type { FileIndex } from '../file-index.ts';
import type {
  ColumnRoles,
  InputKind,
  LabelledItem,
  LabelledDataset,
  DatasetFile,
  DatasetProblem,
  DatasetProblemCode,
} from '../labelled-dataset.ts';

export interface LayoutOptions {
  /** The kind of input that the model takes. */
  readonly input: InputKind;
  /** The kind of label that the task needs, if known. */
  readonly labelKind?: ItemLabel['kind'];
  /** Path of the label file to use, if there are several. */
  readonly labelFile?: string;
  /** The column roles of a table; inferred by default. */
  readonly columns?: ColumnRoles;
  /** Checked between files. */
  readonly signal?: AbortSignal;
  /** Called after each label file, if there is one per item. */
  onProgress?(done: number, total: number): void;
}

export type LayoutResult = Omit<LabelledDataset, 'layout' | 'input'>;

/** A file format of the labels of a dataset. */
export interface Layout {
  /** The kinds of labels that the layout can contain; empty for none. */
  readonly labels: readonly ItemLabel['kind'][];
  /** The kinds of inputs that it supports; by default, all. */
  readonly inputs?: readonly InputKind[];
  /** Whether items are organised in folders, so only one split (train, val) can be read at a time. */
  readonly splitsByFolder?: boolean;
  /** Whether the files suggest this layout, by their names or the first bytes of a few. */
  detect(files: FileIndex, input: InputKind): boolean | Promise<boolean>;
  /** @throws AppError labels-invalid | dataset-unclear | errors from `DatasetFile.open` */
  read(files: FileIndex, options: LayoutOptions): Promise<LayoutResult>;
}

/** Collects the problems of a dataset by code. */
export class ProblemList {
  readonly #paths = new Map<DatasetProblemCode, string[]>();

  add(code: DatasetProblemCode, path: string): void {
    this.addAll(code, [path]);
  }

  addAll(code: DatasetProblemCode, paths: Iterable<string>): void {
    const codePaths = this.#paths.get(code) ?? [];
    for (const path of paths) codePaths.push(path);
    this.#paths.set(code, codePaths);
  }

  list(): DatasetProblem[] {
    return [...this.#paths].filter(([, paths]) => paths.length > 0).map(([code, paths]) => ({ code, paths }));
  }
}

/** Returns the file at a path that the index listed. */
export function getFile(files: FileIndex, path: string): DatasetFile {
  const file = files.get(path);
  if (!file) throw new RangeError(path);
  return file;
}

/** Reports the inputs without a labelled item. */
export function addUnlabelled(
  problems: ProblemList,
  files: FileIndex,
  input: InputKind,
  items: readonly LabelledItem[],
): void {
  const labelled = new Set(items.map(({ path }) => path));
  problems.addAll(
    'unlabelled',
    files.listByKind(input).filter((path) => !labelled.has(path)),
  );
}
