import { includesModel } from '#core/model/entry-file.ts';
import { findRelativePath } from '#records/files/file-paths.ts';

/** Files dropped together on the Evaluate page. */
interface SplitDrop {
  /** A model with its sidecars; empty if there is none. */
  readonly model: readonly File[];
  readonly data: readonly File[];
}

/** Items of a dataset and tables of their labels; no model has such files. */
const dataFile = /\.(?:png|jpe?g|webp|gif|bmp|avif|wav|mp3|flac|ogg|m4a|csv|tsv|jsonl)$/i;

/** Divides dropped files into model and data: files in a folder are data. */
export function splitDrop(files: readonly File[]): SplitDrop {
  const loose = files.filter((file) => !findRelativePath(file).includes('/') && !dataFile.test(file.name));
  if (!includesModel(loose.map(({ name }) => name))) return { model: [], data: files };
  return { model: loose, data: files.filter((file) => !loose.includes(file)) };
}
