import type { FileIndex } from '../file-index.ts';
import { readClassNames } from '../labels/class-names-file.ts';
import { removeExtension } from '../dataset-path.ts';
import { ProblemList, type Layout } from './layout.ts';

const maskFolderPattern =
  /^(masks?|labels?|annotations?|segmentations?|segmentationclass(aug)?|gt|groundtruth|ground_truth)$/i;
const imageFolderPattern = /^(images?|imgs?|jpegimages|inputs?|photos)$/i;
/** VOC's instance masks, which are neither inputs nor class masks. */
const instanceMaskFolderPattern = /^segmentationobject$/i;
const maskSuffixPattern = /[_-](mask|label|labels|seg|segmentation|gt)$/i;

/** A mask of class ids or palette colours per image, in a parallel folder or with a suffix such as `_mask`. */
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

interface ImageMaskPairs {
  readonly images: readonly string[];
  /** Paths of the masks by the key that they share with their image. */
  readonly maskByImage: ReadonlyMap<string, string>;
}

function findPairs(files: FileIndex): ImageMaskPairs {
  const paths = files
    .listByKind('image')
    .filter((path) => !splitFolders(path).some((segment) => instanceMaskFolderPattern.test(segment)));
  const isMask = (path: string) =>
    maskSuffixPattern.test(removeExtension(path)) ||
    splitFolders(path).some((folder) => maskFolderPattern.test(folder));
  const { masks = [], images = [] } = Object.groupBy(paths, (path) => (isMask(path) ? 'masks' : 'images'));
  return { images, maskByImage: new Map(masks.map((path) => [formatMatchingKey(path), path])) };
}

const splitFolders = (path: string) => path.split('/').slice(0, -1);

/** Returns a path without extension, mask suffix, and folders that distinguish images from masks. */
function formatMatchingKey(path: string): string {
  const folders = splitFolders(path).filter(
    (folder) => !maskFolderPattern.test(folder) && !imageFolderPattern.test(folder),
  );
  const name = removeExtension(path.slice(path.lastIndexOf('/') + 1)).replace(maskSuffixPattern, '');
  return [...folders, name].join('/');
}
