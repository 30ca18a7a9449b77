import type { FileIndex } from '../file-index.ts';
import { withoutExtension } from '../dataset-path.ts';

/**
 * The file that belongs to an input by its name: the same path with another extension, or in a parallel folder.
 * @param folders `replaced` matches the name of the folder to replace, the last one that does; `by` are the names to try
 */
export function findSiblingFile(
  files: FileIndex,
  path: string,
  extensions: readonly string[],
  folders: { readonly replaced: RegExp; readonly by: readonly string[] },
): string | null {
  const segments = withoutExtension(path).split('/');
  const index = segments.findLastIndex(
    (segment, index) => index < segments.length - 1 && folders.replaced.test(segment),
  );
  const parallel = index === -1 ? [] : folders.by.map((name) => segments.with(index, name).join('/'));
  const stems = [...parallel, withoutExtension(path)];
  const candidates = stems.flatMap((stem) => extensions.map((extension) => `${stem}.${extension}`));
  return candidates.find((candidate) => candidate !== path && files.get(candidate)) ?? null;
}
