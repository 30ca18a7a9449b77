import { getBaseName } from '#core/model/file-name.ts';
import type { FileIndex } from '../file-index.ts';
import type { InputKind } from '../labelled-dataset.ts';
import { getParentFolder } from '../dataset-path.ts';
import { sortClasses } from '../../classes/sorted-classes.ts';
import { ProblemList, type Layout } from './layout.ts';

/** Names of folders that group files by use rather than by class. */
export const nonClassFolderPattern =
  /^(images?|img|imgs|photos|pictures|jpegimages|labels?|annotations?|masks?|segmentations?|segmentation(class|object)|audio|wavs?|clips|texts?|transcripts|data|(train|val|valid|validation|test|dev|eval)\d*)$/i;

/** A folder per class, as in torchvision's ImageFolder. The class is the topmost folder that differs between files. */
export const classFolders: Layout = {
  labels: ['class'],
  splitsByFolder: true,

  detect(files, input) {
    const folderCounts = new Map<string, number>();
    const { paths, depth } = findInputs(files, input);
    for (const path of paths) {
      const folder = readClass(path, depth);
      if (folder !== null) folderCounts.set(folder, (folderCounts.get(folder) ?? 0) + 1);
    }
    const areMostInFolders = [...folderCounts.values()].reduce((sum, count) => sum + count, 0) > paths.length / 2;
    return (
      areMostInFolders &&
      folderCounts.size > 1 &&
      ![...folderCounts.keys()].some((folder) => nonClassFolderPattern.test(folder))
    );
  },

  read(files, { input }) {
    const problems = new ProblemList();
    const { paths, depth: sharedDepth } = findInputs(files, input);
    const depth = findSingleFolder(paths) === null ? sharedDepth : sharedDepth - 1;
    const items = paths.flatMap((path) => {
      const label = readClass(path, depth);
      if (label === null) problems.add('unlabelled', path);
      return label === null ? [] : [{ path, label: { kind: 'class', label } as const }];
    });
    const classes = sortClasses(items.map(({ label }) => label.label));
    return Promise.resolve({ items, classes, problems: problems.list() });
  },
};

/** Returns the input files and the number of leading folders that all of them share. */
function findInputs(files: FileIndex, input: InputKind): { readonly paths: readonly string[]; readonly depth: number } {
  const paths = files.listByKind(input);
  // Paths are sorted, so no two differ earlier than the first and the last.
  const [first = [], last = []] = [paths[0], paths.at(-1)].map((path) => path?.split('/').slice(0, -1));
  const firstDifference = first.findIndex((folder, index) => folder !== last[index]);
  return { paths, depth: firstDifference === -1 ? first.length : firstDifference };
}

/** Returns the name of the folder that contains all files, or `null` if there are several or it is the top folder. */
export function findSingleFolder(paths: readonly string[]): string | null {
  const [folder = '', ...others] = new Set(paths.map(getParentFolder));
  return folder === '' || others.length > 0 ? null : getBaseName(folder);
}

function readClass(path: string, depth: number): string | null {
  const segments = path.split('/');
  return segments.length > depth + 1 ? (segments[depth] ?? null) : null;
}
