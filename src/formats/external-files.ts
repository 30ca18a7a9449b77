import type { ExternalFile } from '#core/model/model-facts.ts';

/** Sums the bytes of the file and of all `files` of known size. */
export function sumSizes(sizeBytes: number, files: readonly ExternalFile[]): number {
  return files.reduce((sum, file) => sum + (file.sizeBytes ?? 0), sizeBytes);
}
