import { noClass, findSingleFolder } from './class-folders.ts';
import { ProblemList, type Layout } from './layout.ts';
import { findLabelFile } from './yolo.ts';

/** Any folder of inputs without labels: the results of another model are the reference. */
export const unlabelledFolder: Layout = {
  labels: [],
  detect: () => false, // only if no other layout fits
  read(files, { input }) {
    const paths = files.ofKind(input);
    const problems = new ProblemList();
    const folder = findSingleFolder(paths);
    if (folder !== null && !noClass.test(folder)) problems.add('single-folder', folder);
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
