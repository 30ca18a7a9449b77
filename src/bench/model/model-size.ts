import type { ModelFiles } from '#core/model/model.ts';

export function sumModelBytes({ files }: ModelFiles): number {
  const sizes = [...files.values()].map((bytes) => (bytes instanceof Uint8Array ? bytes.length : bytes.size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
