import { includesModel } from '#core/model/entry-file.ts';
import { findRelativePath } from '#records/files/file-paths.ts';

/** Files dropped together on the Evaluate page. */
interface DroppedFiles {
  /** A model with its sidecars; empty if there is none. */
  readonly model: readonly File[];
  readonly data: readonly File[];
}

/** Items of a dataset and tables of their labels; no model has such files. */
const dataFilePattern = /\.(?:png|jpe?g|webp|gif|bmp|avif|wav|mp3|flac|ogg|m4a|csv|tsv|jsonl)$/i;

/** Splits dropped files into model and data. Files in a folder are data. */
export function splitDroppedFiles(files: readonly File[]): DroppedFiles {
  const candidates = files.filter((file) => !findRelativePath(file).includes('/') && !dataFilePattern.test(file.name));
  if (!includesModel(candidates.map(({ name }) => name))) return { model: [], data: files };
  return { model: candidates, data: files.filter((file) => !candidates.includes(file)) };
}
