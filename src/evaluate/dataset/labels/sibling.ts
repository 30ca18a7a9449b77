import type { FileIndex } from '../file-index.ts';
import { stemOf } from '../dataset-path.ts';

/**
 * The file that belongs to an input by its name: the same path with another extension, or in a parallel folder.
 * @param folders the name of the last folder to replace, and the names to try instead
 */
export function siblingOf(
  files: FileIndex,
  path: string,
  extensions: readonly string[],
  [from, to]: readonly [RegExp, readonly string[]],
): string | null {
  const segments = stemOf(path).split('/');
  const at = segments.findLastIndex((segment, index) => index < segments.length - 1 && from.test(segment));
  const parallel = at === -1 ? [] : to.map((name) => segments.with(at, name).join('/'));
  const stems = [...parallel, stemOf(path)];
  const candidates = stems.flatMap((stem) => extensions.map((extension) => `${stem}.${extension}`));
  return candidates.find((candidate) => candidate !== path && files.get(candidate)) ?? null;
}
