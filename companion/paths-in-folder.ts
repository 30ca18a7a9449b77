import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lists the paths of all files below a folder, relative to it and separated by `/`. Links are followed, except those to
 * a folder that contains the link, because following them would never end.
 */
export function listPathsInFolder(folder: string, ancestors: readonly string[] = []): string[] {
  const parents = [...ancestors, realpathSync(folder)];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (!isFolder(path)) return [name];
    if (parents.includes(realpathSync(path))) return [];
    return listPathsInFolder(path, parents).map((descendant) => `${name}/${descendant}`);
  });
}

/** Whether a path is a folder. A dangling or circular link is not. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
