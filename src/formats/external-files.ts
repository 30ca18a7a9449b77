import type { ExternalFile } from '#core/model/model-facts.ts';

/** Total bytes of the file itself and of all `files` whose size is known. */
export function sumSizes(sizeBytes: number, files: readonly ExternalFile[]): number {
  return files.reduce((sum, file) => sum + (file.sizeBytes ?? 0), sizeBytes);
}
