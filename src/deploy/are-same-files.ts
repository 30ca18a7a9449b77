import type { ModelFile } from '#core/model/model.ts';

/** Whether both lists have the same files, by name and SHA-256; by name and size if the SHA-256 is not known. */
export function areSameFiles(before: readonly ModelFile[], now: readonly Omit<ModelFile, 'sha256'>[]): boolean {
  const isSame = (file: ModelFile, other: Omit<ModelFile, 'sha256'> & Partial<ModelFile>) =>
    file.name === other.name &&
    (other.sha256 === undefined ? file.sizeBytes === other.sizeBytes : file.sha256 === other.sha256);
  return before.length === now.length && before.every((file) => now.some((other) => isSame(file, other)));
}

/** Whether the files have exactly these SHA-256 digests, regardless of their names. */
export function haveSameDigests(files: readonly ModelFile[], digests: readonly string[]): boolean {
  return files.length === digests.length && files.every(({ sha256 }) => digests.includes(sha256));
}
