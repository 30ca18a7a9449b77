import type { LabelledBox } from '#core/task/evaluation.ts';
import type { FileIndex } from '../file-index.ts';
import { readImageSize } from '../image-header.ts';
import type { LabelledItem } from '../labelled-dataset.ts';
import { isClassList, readClassNames } from '../labels/class-names-file.ts';
import { readEachFile } from '../labels/each-file.ts';
import { readLabelHead, readLabelText } from '../labels/label-text.ts';
import { findSiblingFile } from '../labels/sibling-file.ts';
import type { ClassNames } from '../parse/class-list.ts';
import { parseYolo, type YoloBox } from '../parse/parse-yolo.ts';
import { sortClasses } from '../../classes/sorted-classes.ts';
import { getFile, ProblemList, type Layout } from './layout.ts';

/** Boxes in YOLO format: a text file per image, next to it or in `labels/` parallel to `images/`. */
export const yolo: Layout = {
  labels: ['boxes'],
  inputs: ['image'],
  splitsByFolder: true,

  async detect(files, input) {
    if (input !== 'image') return false;
    const texts = files.listByKind('image').flatMap((path) => findLabelFile(files, path) ?? []);
    // The first files can be empty (images without objects), and a few invalid lines do not rule out the layout.
    const heads = await Promise.all(texts.slice(0, 20).map((path) => readLabelHead(getFile(files, path))));
    const lines = heads.flatMap((head) =>
      head
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, 5),
    );
    const boxes = lines.filter((line) => Array.isArray(parseYolo(line)));
    return texts.length > 0 && boxes.length >= lines.length / 2;
  },

  async read(files, options) {
    const problems = new ProblemList();
    const names = await readClassNames(files);
    const items = await readEachFile(files.listByKind('image'), options, problems, (path, fileProblems) =>
      readItem(files, path, names, fileProblems),
    );
    const usedClasses = new Set(items.flatMap(({ label }) => label.boxes.map((box) => box.label)));
    if (!names) problems.addAll('classes-unnamed', sortClasses(usedClasses));
    return {
      items,
      classes: names ? [...names].sort(([a], [b]) => a - b).map(([, name]) => name) : sortClasses(usedClasses),
      problems: problems.list(),
    };
  },
};

type BoxItem = LabelledItem & { readonly label: { readonly kind: 'boxes'; readonly boxes: readonly LabelledBox[] } };

async function readItem(
  files: FileIndex,
  path: string,
  names: ClassNames | null,
  problems: ProblemList,
): Promise<BoxItem | null> {
  const labelFile = findLabelFile(files, path);
  if (labelFile === null) {
    problems.add('no-label-file', path);
    return { path, label: { kind: 'boxes', boxes: [] } };
  }
  const boxes = parseYolo(await readLabelText(getFile(files, labelFile)));
  if ('invalidLine' in boxes) {
    problems.add('label-line-invalid', `${labelFile}:${boxes.invalidLine}`);
    return null;
  }
  const unnamed = names && boxes.find(({ classId }) => !names.has(classId));
  if (unnamed) {
    problems.add('class-unknown', `${labelFile}: ${unnamed.classId}`);
    return null;
  }
  if (boxes.length === 0) return { path, label: { kind: 'boxes', boxes: [] } };
  const size = await readImageSize(await getFile(files, path).open());
  if (!size) {
    problems.add('size-unknown', path);
    return null;
  }
  const toPixels = ({ classId, x, y, width, height }: YoloBox): LabelledBox => ({
    label: names?.get(classId) ?? String(classId),
    x: (x - width / 2) * size.width,
    y: (y - height / 2) * size.height,
    width: width * size.width,
    height: height * size.height,
  });
  return { path, label: { kind: 'boxes', boxes: boxes.map(toPixels) } };
}

/** Returns the label file of an image, or `null` if it has none. */
export function findLabelFile(files: FileIndex, path: string): string | null {
  const label = findSiblingFile(files, path, ['txt'], { replaced: /^images?$/i, by: ['labels', 'label'] });
  return label !== null && isClassList(label) ? null : label;
}
