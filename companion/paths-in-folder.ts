import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The paths of all files below a folder, relative to it, separated by `/`. Links are followed, except a link to a folder
 * that contains it, which would repeat the files without end.
 */
export function listPathsInFolder(folder: string, ancestors: readonly string[] = []): string[] {
  const parents = [...ancestors, realpathSync(folder)];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (!isFolder(path)) return [name];
    if (parents.includes(realpathSync(path))) return [];
    return listPathsInFolder(path, parents).map((below) => `${name}/${below}`);
  });
}

/** A link to nothing, or to itself, is no folder. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
