import { nonClassFolderPattern, findSingleFolder } from './class-folders.ts';
import { ProblemList, type Layout } from './layout.ts';
import { findLabelFile } from './yolo.ts';

/** A folder of inputs without labels. The predictions of a baseline model are the ground truth. */
export const unlabelledFolder: Layout = {
  labels: [],
  detect: () => false, // detected only if no other layout fits
  read(files, { input }) {
    const paths = files.listByKind(input);
    const problems = new ProblemList();
    const folder = findSingleFolder(paths);
    if (folder !== null && !nonClassFolderPattern.test(folder)) problems.add('single-folder', folder);
    if (input === 'image') {
      problems.addAll(
        'label-file-ignored',
        paths.flatMap((path) => findLabelFile(files, path) ?? []),
      );
    }
    return Promise.resolve({
      items: paths.map((path) => ({ path, label: null })),
      classes: [],
      problems: problems.list(),
    });
  },
};
