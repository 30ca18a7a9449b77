import { existsSync, readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** Lists the names of the files in a folder, including links to files. */
export function listFileNames(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile());
}

/**
 * Lists the files of a folder and its subfolders, except hidden ones. Links are followed, but no folder is listed twice,
 * so that a link to a parent folder ends.
 */
export function listFilesRecursively(folder: string, listedFolders = new Set<string>()): readonly string[] {
  const realFolder = realpathSync(folder);
  if (listedFolders.has(realFolder)) return [];
  listedFolders.add(realFolder);
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return names.flatMap((name) => {
    const path = join(folder, name);
    const stats = readStats(path);
    if (stats?.isDirectory()) return listFilesRecursively(path, listedFolders);
    return stats?.isFile() ? [path] : [];
  });
}

/** `null` for a link to a missing file or to itself. */
function readStats(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/**
 * Finds the folder of the current revision if `folder` is a model in the cache of `huggingface_hub`
 * (`models--org--name`); otherwise `null`.
 */
export function findSnapshot(folder: string): string | null {
  const main = join(folder, 'refs', 'main');
  if (!existsSync(main)) return null;
  const snapshot = join(folder, 'snapshots', readFileSync(main, 'utf8').trim());
  return existsSync(snapshot) ? snapshot : null;
}
