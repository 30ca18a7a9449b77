import type { Score, GroundTruth } from '#core/task/evaluation.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import type { AppliedCorruption } from '#validation/robustness/applied-corruption.ts';

/** A folder whose entries are opened by name, such as a browser's `FileSystemDirectoryHandle`. */
export interface FolderHandle {
  getDirectoryHandle(name: string): Promise<FolderHandle>;
  getFileHandle(name: string): Promise<{ getFile(): Promise<File> }>;
}

/**
 * A file by its path in a folder, with `/` between segments. It replaces a file handle, for which Chromium needs about
 * 4 kB in a page and 1 kB when posted to a worker.
 */
interface FileInFolder {
  readonly folder: FolderHandle;
  readonly path: string;
}

export type ItemFile = File | FileInFolder;

/**
 * Opens the current file on disk.
 * @throws the error of the host
 */
export async function openItemFile(file: ItemFile): Promise<File> {
  if (!('folder' in file)) return file;
  const end = file.path.lastIndexOf('/');
  const folder = await openSubfolder(file.folder, file.path.slice(0, Math.max(0, end)));
  return (await folder.getFileHandle(file.path.slice(end + 1))).getFile();
}

/**
 * The opened subfolders by path, for each folder object. A worker receives a new folder object with every block of
 * items; without this, each item would create another handle of its subfolder, for which Chromium retains memory.
 */
const subfolders = new WeakMap<FolderHandle, Map<string, Promise<FolderHandle>>>();

function openSubfolder(root: FolderHandle, path: string): Promise<FolderHandle> {
  if (path === '') return Promise.resolve(root);
  const opened = subfolders.get(root) ?? new Map<string, Promise<FolderHandle>>();
  subfolders.set(root, opened);
  const end = path.lastIndexOf('/');
  const opening =
    opened.get(path) ??
    openSubfolder(root, path.slice(0, Math.max(0, end))).then((parent) =>
      parent.getDirectoryHandle(path.slice(end + 1)),
    );
  opened.set(path, opening);
  opening.catch(() => opened.delete(path)); // it may exist later
  return opening;
}

/** A segmentation mask: an image file whose pixels are class ids. */
interface MaskFile {
  readonly path: string;
  readonly file: ItemFile;
  /** Class names of the dataset by id. */
  readonly labels: readonly string[];
}

/** A window of the tokens of a text file. */
export interface TextWindow {
  /** Path of the file in the dataset. */
  readonly path: string;
  /** Index among the windows of this length. */
  readonly index: number;
  /** Number of tokens. */
  readonly length: number;
}

/** The tokenisation of a text by a model. */
export interface TokenCount {
  readonly tokens: number;
  /** SHA-256 of the tokens in lower-case hexadecimal, equal for models with the same tokenizer. */
  readonly sha256: string;
}

/** An item of a labelled dataset. Its bytes are read from disk where the model runs. */
export interface EvaluationItem {
  /** The item's id: its path in the dataset. */
  readonly path: string;
  /** `null` if the item is a text in a table. */
  readonly file: ItemFile | null;
  /** The text, if the item is a row of a table. */
  readonly text?: string;
  /** The window of the file, if it is a text for a language model. */
  readonly window?: TextWindow;
  /** The ground truth with the model's labels; `null` if there is none or it is a `mask`. */
  readonly truth: GroundTruth | null;
  readonly mask?: MaskFile;
  /**
   * A corruption that is applied to the image before the task runs. Label and digest are those of the original file.
   */
  readonly corruption?: AppliedCorruption;
}

export interface EvaluationScores {
  readonly scores: readonly Score[];
  /** R26: after all items. */
  readonly memory: MemoryInUse;
}
