import type { DatasetFile } from './labelled-dataset.ts';

const splitName = /^(train|val|valid|validation|test|dev|eval)(ing)?\d*$/i;

/** The folders that divide inputs by their use, such as `train` and `val`, sorted. */
export function findSplits(paths: readonly string[]): string[] {
  const splits = new Set(
    paths.flatMap((path) =>
      path
        .split('/')
        .slice(0, -1)
        .filter((folder) => splitName.test(folder)),
    ),
  );
  return [...splits].sort();
}

/** The files of one split, and those that belong to none, such as lists of classes. */
export function selectSplit(files: readonly DatasetFile[], split: string): DatasetFile[] {
  return files.filter(({ path }) => {
    const splits = findSplits([path.replaceAll('\\', '/')]);
    return splits.length === 0 || splits.includes(split);
  });
}
