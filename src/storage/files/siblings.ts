import { getParentFolder } from '#core/model/file-name.ts';

/**
 * Finds the other files of a model by path, relative to the entry's folder or, for files outside it, to the nearest
 * parent folder that contains them. A file in the entry's folder takes precedence over one of the same name in a parent
 * folder.
 * @param files by path in the model
 */
export function findSiblings<T>(entry: string, files: ReadonlyMap<string, T>): Map<string, T> {
  const siblings = new Map<string, T>();
  const others = new Map([...files].filter(([path]) => path !== entry));
  let folder = getParentFolder(entry);
  for (;;) {
    for (const [path, file] of others) {
      if (!path.startsWith(folder)) continue;
      const name = path.slice(folder.length);
      if (!siblings.has(name)) siblings.set(name, file);
      others.delete(path);
    }
    if (folder === '') return siblings;
    folder = getParentFolder(folder.slice(0, -1));
  }
}
