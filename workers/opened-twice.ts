import type { ModelFiles } from '#core/model.ts';

/** A larger model is not worth the memory of opening it a second time beside the first. */
export const mostBytesTwice = 200_000_000;

export function sizeOf({ files }: ModelFiles): number {
  const sizes = [...files.values()].map((bytes) => (bytes instanceof Uint8Array ? bytes.length : bytes.size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
