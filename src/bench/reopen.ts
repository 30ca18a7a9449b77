import type { ModelFiles } from '#core/model.ts';

/** Bytes up to which a model is opened a second time beside the first, which takes as much memory again; chosen. */
export const maxReopenBytes = 200_000_000;

export function sizeOf({ files }: ModelFiles): number {
  const sizes = [...files.values()].map((bytes) => (bytes instanceof Uint8Array ? bytes.length : bytes.size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
