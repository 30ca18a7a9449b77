import { getBaseName } from '#core/model/file-name.ts';
import type { FileIndex } from '../file-index.ts';
import type { InputKind } from '../labelled-dataset.ts';
import { getParentFolder } from '../dataset-path.ts';
import { sortClasses } from '../../classes/sorted-classes.ts';
import { ProblemList, type Layout } from './layout.ts';

/** Folders that sort files by their use rather than by class. */
export const noClass =
  /^(images?|img|imgs|photos|pictures|jpegimages|labels?|annotations?|masks?|segmentations?|segmentation(class|object)|audio|wavs?|clips|texts?|transcripts|data|(train|val|valid|validation|test|dev|eval)\d*)$/i;

/** A folder for each class, as torchvision's ImageFolder: the class of a file is the uppermost folder that differs. */
export const classFolders: Layout = {
  labels: ['class'],
  splitsByFolder: true,

  detect(files, input) {
    const folders = new Map<string, number>();
    const { paths, depth } = findInputs(files, input);
    for (const path of paths) {
      const folder = readClass(path, depth);
      if (folder !== null) folders.set(folder, (folders.get(folder) ?? 0) + 1);
    }
    const isFiled = [...folders.values()].reduce((sum, count) => sum + count, 0) > paths.length / 2;
    return isFiled && folders.size > 1 && ![...folders.keys()].some((folder) => noClass.test(folder));
  },

  read(files, { input }) {
    const problems = new ProblemList();
    const { paths, depth: shared } = findInputs(files, input);
    const depth = findSingleFolder(paths) === null ? shared : shared - 1;
    const items = paths.flatMap((path) => {
      const label = readClass(path, depth);
      if (label === null) problems.add('unlabelled', path);
      return label === null ? [] : [{ path, label: { kind: 'class', label } as const }];
    });
    const classes = sortClasses(items.map(({ label }) => label.label));
    return Promise.resolve({ items, classes, problems: problems.list() });
  },
};

/** The input files, and the number of folders that all of them share. */
function findInputs(files: FileIndex, input: InputKind): { readonly paths: readonly string[]; readonly depth: number } {
  const paths = files.ofKind(input);
  // The paths are sorted, so the first and the last differ as early as any.
  const [first = [], last = []] = [paths[0], paths.at(-1)].map((path) => path?.split('/').slice(0, -1));
  const differing = first.findIndex((folder, index) => folder !== last[index]);
  return { paths, depth: differing === -1 ? first.length : differing };
}

/** The name of the folder that contains all of these files; `null` if there are several, or it is the top one. */
export function findSingleFolder(paths: readonly string[]): string | null {
  const [folder = '', ...others] = new Set(paths.map(getParentFolder));
  return folder === '' || others.length > 0 ? null : getBaseName(folder);
}

function readClass(path: string, depth: number): string | null {
  const segments = path.split('/');
  return segments.length > depth + 1 ? (segments[depth] ?? null) : null;
}
