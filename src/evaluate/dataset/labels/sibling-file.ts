import type { FileIndex } from '../file-index.ts';
import { removeExtension } from '../dataset-path.ts';

/**
 * Finds the file that belongs to an input: the same path with another extension, possibly in a parallel folder.
 * @param folders `replaced` matches the folder to replace, from the end of the path; `by` lists its replacements
 */
export function findSiblingFile(
  files: FileIndex,
  path: string,
  extensions: readonly string[],
  folders: { readonly replaced: RegExp; readonly by: readonly string[] },
): string | null {
  const segments = removeExtension(path).split('/');
  const index = segments.findLastIndex(
    (segment, index) => index < segments.length - 1 && folders.replaced.test(segment),
  );
  const parallel = index === -1 ? [] : folders.by.map((name) => segments.with(index, name).join('/'));
  const stems = [...parallel, removeExtension(path)];
  const candidates = stems.flatMap((stem) => extensions.map((extension) => `${stem}.${extension}`));
  return candidates.find((candidate) => candidate !== path && files.get(candidate)) ?? null;
}
