import type { DatasetFile } from './labelled-dataset.ts';

const splitPattern = /^(train|val|valid|validation|test|dev|eval)(ing)?\d*$/i;

/** Returns the sorted names of split folders, such as `train` and `val`. */
export function findSplits(paths: readonly string[]): string[] {
  const splits = new Set(
    paths.flatMap((path) =>
      path
        .split('/')
        .slice(0, -1)
        .filter((folder) => splitPattern.test(folder)),
    ),
  );
  return [...splits].sort();
}

/** Returns the files of one split and those outside of splits, such as class lists. */
export function selectSplit(files: readonly DatasetFile[], split: string): DatasetFile[] {
  return files.filter(({ path }) => {
    const splits = findSplits([path.replaceAll('\\', '/')]);
    return splits.length === 0 || splits.includes(split);
  });
}
