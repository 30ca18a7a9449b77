import type { FileIndex } from '../file-index.ts';
import { readClassNames } from '../labels/class-names-file.ts';
import { withoutExtension } from '../dataset-path.ts';
import { ProblemList, type Layout } from './layout.ts';

const maskFolder =
  /^(masks?|labels?|annotations?|segmentations?|segmentationclass(aug)?|gt|groundtruth|ground_truth)$/i;
const imageFolder = /^(images?|imgs?|jpegimages|inputs?|photos)$/i;
/** VOC's masks of single objects, which are neither inputs nor classes. */
const otherFolder = /^segmentationobject$/i;
const maskSuffix = /[_-](mask|label|labels|seg|segmentation|gt)$/i;

/** An image of class ids or palette colours for each image: in a parallel folder, or with a suffix such as `_mask`. */
export const masks: Layout = {
  labels: ['mask'],
  inputs: ['image'],
  splitsByFolder: true,

  detect(files, input) {
    if (input !== 'image') return false;
    const { images, maskByImage } = findPairs(files);
    return (
      maskByImage.size > 0 &&
      images.filter((path) => maskByImage.has(formatMatchingKey(path))).length > images.length / 2
    );
  },

  async read(files) {
    const problems = new ProblemList();
    const { images, maskByImage } = findPairs(files);
    const items = images.flatMap((path) => {
      const mask = maskByImage.get(formatMatchingKey(path));
      if (mask === undefined) problems.add('unlabelled', path);
      return mask === undefined ? [] : [{ path, label: { kind: 'mask', path: mask } as const }];
    });
    const used = new Set(images.map(formatMatchingKey));
    problems.addAll(
      'file-missing',
      [...maskByImage].filter(([key]) => !used.has(key)).map(([, path]) => path),
    );
    const names = await readClassNames(files);
    const classes = names ? [...names].sort(([a], [b]) => a - b).map(([, name]) => name) : [];
    return { items, classes, problems: problems.list() };
  },
};

interface Pairs {
  readonly images: readonly string[];
  /** Paths of the masks by the part that they share with the path of their image. */
  readonly maskByImage: ReadonlyMap<string, string>;
}

function findPairs(files: FileIndex): Pairs {
  const paths = files
    .ofKind('image')
    .filter((path) => !splitFolders(path).some((segment) => otherFolder.test(segment)));
  const isMask = (path: string) =>
    maskSuffix.test(withoutExtension(path)) || splitFolders(path).some((folder) => maskFolder.test(folder));
  const { masks = [], images = [] } = Object.groupBy(paths, (path) => (isMask(path) ? 'masks' : 'images'));
  return { images, maskByImage: new Map(masks.map((path) => [formatMatchingKey(path), path])) };
}

const splitFolders = (path: string) => path.split('/').slice(0, -1);

/** A path without extension, suffix, and the folders that distinguish images and masks. */
function formatMatchingKey(path: string): string {
  const folders = splitFolders(path).filter((folder) => !maskFolder.test(folder) && !imageFolder.test(folder));
  const name = withoutExtension(path.slice(path.lastIndexOf('/') + 1)).replace(maskSuffix, '');
  return [...folders, name].join('/');
}
