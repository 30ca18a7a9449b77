import type { FileIndex } from '../file-index.ts';
import { readClassNames } from '../labels/class-names-file.ts';
import { removeExtension } from '../dataset-path.ts';
import type { ClassNames } from '../parse/class-list.ts';
import { ProblemList, type Layout } from './layout.ts';

const maskFolderPattern =
  /^(masks?|labels?|annotations?|segmentations?|segmentationclass(aug)?|gt|groundtruth|ground_truth)$/i;
const imageFolderPattern = /^(images?|imgs?|jpegimages|inputs?|photos)$/i;
/** VOC's instance masks, which are neither inputs nor class masks. */
const instanceMaskFolderPattern = /^segmentationobject$/i;
/** The highest class id of an 8-bit mask; 255 is void. */
const maxClassId = 254;
const maskSuffixPattern = /[_-](mask|label|labels|seg|segmentation|gt)$/i;

/** A mask of class ids or palette colours per image, in a parallel folder or with a suffix such as `_mask`. */
export const masks: Layout = {
  labels: ['mask'],
  inputs: ['image'],
  splitsByFolder: true,

  detect(files, input) {
    if (input !== 'image') return false;
    const { images, maskPathsByKey } = findPairs(files);
    return (
      maskPathsByKey.size > 0 &&
      images.filter((path) => maskPathsByKey.has(toPairingKey(path))).length > images.length / 2
    );
  },

  async read(files) {
    const problems = new ProblemList();
    const { images, maskPathsByKey } = findPairs(files);
    const items = images.flatMap((path) => {
      const [mask, ...otherMasks] = maskPathsByKey.get(toPairingKey(path)) ?? [];
      if (mask !== undefined && otherMasks.length === 0)
        return [{ path, label: { kind: 'mask', path: mask } as const }];
      problems.add(mask === undefined ? 'unlabelled' : 'labels-differ', path);
      return [];
    });
    const imageKeys = new Set(images.map(toPairingKey));
    problems.addAll(
      'file-missing',
      [...maskPathsByKey].filter(([key]) => !imageKeys.has(key)).flatMap(([, paths]) => paths),
    );
    const names = await readClassNames(files);
    return { items, classes: names ? listMaskClasses(names) : [], problems: problems.list() };
  },
};

interface ImageMaskPairs {
  readonly images: readonly string[];
  /** Paths of the masks by the key that they share with their image. */
  readonly maskPathsByKey: ReadonlyMap<string, readonly string[]>;
}

function findPairs(files: FileIndex): ImageMaskPairs {
  const paths = files
    .listByKind('image')
    .filter((path) => !splitFolders(path).some((segment) => instanceMaskFolderPattern.test(segment)));
  const { masks = [], images = [] } = Object.groupBy(paths, (path) => (isMask(path) ? 'masks' : 'images'));
  return { images, maskPathsByKey: Map.groupBy(masks, toPairingKey) };
}

/** The innermost folder decides, because the folder of the dataset may itself have a name such as `labels`. */
function isMask(path: string): boolean {
  if (maskSuffixPattern.test(removeExtension(path))) return true;
  const folder = splitFolders(path).findLast((name) => maskFolderPattern.test(name) || imageFolderPattern.test(name));
  return folder !== undefined && maskFolderPattern.test(folder);
}

const splitFolders = (path: string) => path.split('/').slice(0, -1);

/** Returns a path without extension, mask suffix, and folders that distinguish images from masks. */
function toPairingKey(path: string): string {
  const folders = splitFolders(path).filter(
    (folder) => !maskFolderPattern.test(folder) && !imageFolderPattern.test(folder),
  );
  const name = removeExtension(path.slice(path.lastIndexOf('/') + 1)).replace(maskSuffixPattern, '');
  return [...folders, name].join('/');
}

/** Lists the class names by the ids in the masks. An id without a name has the id as its name. */
function listMaskClasses(names: ClassNames): readonly string[] {
  const ids = [...names.keys()].filter((id) => id <= maxClassId);
  return Array.from({ length: Math.max(-1, ...ids) + 1 }, (_, id) => names.get(id) ?? String(id));
}
