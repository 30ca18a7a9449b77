import type { ModelFile } from '#core/model/model.ts';

/** Whether all files of one list are in the other, with the same digests or, where one is not known, the same sizes. */
export function areSameFiles(before: readonly ModelFile[], now: readonly Omit<ModelFile, 'sha256'>[]): boolean {
  const isSame = (file: ModelFile, other: Omit<ModelFile, 'sha256'> & Partial<ModelFile>) =>
    file.name === other.name &&
    (other.sha256 === undefined ? file.sizeBytes === other.sizeBytes : file.sha256 === other.sha256);
  return before.length === now.length && before.every((file) => now.some((other) => isSame(file, other)));
}

/** Whether these are exactly the digests of the files, whatever their names. */
export function haveSameDigests(files: readonly ModelFile[], digests: readonly string[]): boolean {
  return files.length === digests.length && files.every(({ sha256 }) => digests.includes(sha256));
}
