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
  /** The kind of label that the task needs, if it is known. */
  readonly labelKind?: ItemLabel['kind'];
  /** Path of the file of labels to use, if there are several. */
  readonly labelFile?: string;
  /** What the columns of a table contain; otherwise it is inferred. */
  readonly columns?: ColumnRoles;
  /** Checked between files. */
  readonly signal?: AbortSignal;
  /** Called after each file of labels, if there is one for each item. */
  onProgress?(done: number, total: number): void;
}

export type LayoutResult = Omit<LabelledDataset, 'layout' | 'input'>;

/** One format of the labels of a dataset. */
export interface Layout {
  /** The kinds of labels that it can contain; empty if it has none. */
  readonly labels: readonly ItemLabel['kind'][];
  /** The kinds of inputs that it labels; absent if any. */
  readonly inputs?: readonly InputKind[];
  /** Whether the folder of an item matters, so only one part of a dataset (train, val) can be read at a time. */
  readonly splitsByFolder?: boolean;
  /** Whether the files suggest it: by their names, or the first bytes of a few. */
  detect(files: FileIndex, input: InputKind): boolean | Promise<boolean>;
  /** @throws AppError labels-invalid | dataset-unclear | whatever `DatasetFile.open` throws */
  read(files: FileIndex, options: LayoutOptions): Promise<LayoutResult>;
}

/** Collects the problems of a dataset by their code. */
export class ProblemList {
  readonly #paths = new Map<DatasetProblemCode, string[]>();

  add(code: DatasetProblemCode, path: string): void {
    this.addAll(code, [path]);
  }

  addAll(code: DatasetProblemCode, paths: Iterable<string>): void {
    const known = this.#paths.get(code) ?? [];
    for (const path of paths) known.push(path);
    this.#paths.set(code, known);
  }

  list(): DatasetProblem[] {
    return [...this.#paths].filter(([, paths]) => paths.length > 0).map(([code, paths]) => ({ code, paths }));
  }
}

/** The file at a path that the index itself returned. */
export function getFile(files: FileIndex, path: string): DatasetFile {
  const file = files.get(path);
  if (!file) throw new RangeError(path);
  return file;
}

/** Adds the inputs that are not among the labelled items, other than those that are in the list already. */
export function addUnlabelled(
  problems: ProblemList,
  files: FileIndex,
  input: InputKind,
  items: readonly LabelledItem[],
): void {
  const labelled = new Set(items.map(({ path }) => path));
  problems.addAll(
    'unlabelled',
    files.ofKind(input).filter((path) => !labelled.has(path)),
  );
}
