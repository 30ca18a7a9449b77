import type { Score, GroundTruth } from '#core/task/evaluation.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import type { AppliedCorruption } from '#validation/robustness/applied-corruption.ts';

/** Opens an entry by name. A browser's `FileSystemDirectoryHandle` is one. */
export interface FolderHandle {
  getDirectoryHandle(name: string): Promise<FolderHandle>;
  getFileHandle(name: string): Promise<{ getFile(): Promise<File> }>;
}

/**
 * A file by its path in a folder, with `/` between segments. Chromium keeps about 4 kB for each handle of a file that a page
 * holds, and 1 kB for each that is posted to a worker.
 */
interface FileInFolder {
  readonly folder: FolderHandle;
  readonly path: string;
}

export type ItemFile = File | FileInFolder;

/**
 * The current file on disk.
 * @throws the error of the host
 */
export async function openItemFile(file: ItemFile): Promise<File> {
  if (!('folder' in file)) return file;
  const names = file.path.split('/');
  let { folder } = file;
  for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name);
  return (await folder.getFileHandle(names.at(-1)!)).getFile();
}

/** An image file whose pixels are the classes of another image's pixels. */
interface MaskFile {
  readonly path: string;
  readonly file: ItemFile;
  /** The classes of the dataset, by id. */
  readonly labels: readonly string[];
}

/** A window of the tokens of a text file, by its position among the windows of this length. */
export interface TextWindow {
  /** Path of the file in the dataset. */
  readonly path: string;
  readonly index: number;
  readonly length: number;
}

/** How a model reads a text. */
export interface TokenCount {
  readonly tokens: number;
  /** SHA-256 of the tokens, in lower-case hexadecimal: the same for models with the same tokenizer. */
  readonly sha256: string;
}

/** One item of a labelled dataset. Its bytes are read from disk where the model runs. */
export interface EvaluationItem {
  /** Path in the dataset; the item's id. */
  readonly path: string;
  /** `null` if the item is a text of a table. */
  readonly file: ItemFile | null;
  /** The text, if it is one of a table. */
  readonly text?: string;
  /** The part of the file, if that is a text for a language model. */
  readonly window?: TextWindow;
  /** The truth, with the model's own labels; `null` if the item has none, or if it is a `mask`. */
  readonly truth: GroundTruth | null;
  readonly mask?: MaskFile;
  /** Applied to the image before the task runs; the label and the digest belong to the file. */
  readonly corruption?: AppliedCorruption;
}

export interface EvaluationScores {
  readonly scores: readonly Score[];
  /** R26: after all items. */
  readonly memory: MemoryInUse;
}
