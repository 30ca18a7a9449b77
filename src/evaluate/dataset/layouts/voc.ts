import type { LabelledBox } from '#core/task/evaluation.ts';
import { getBaseName } from '#core/model/file-name.ts';
import type { FileIndex } from '../file-index.ts';
import type { LabelledItem } from '../labelled-dataset.ts';
import { isBox } from '../labels/box.ts';
import { readEachFile } from '../labels/each-file.ts';
import { readLabelHead, readLabelText } from '../labels/label-text.ts';
import { findChild, parseXml, type XmlElement } from '../parse/parse-xml.ts';
import { removeExtension } from '../dataset-path.ts';
import { sortClasses } from '../../classes/sorted-classes.ts';
import { addUnlabelled, getFile, ProblemList, type Layout } from './layout.ts';

/** Boxes in Pascal VOC format: an XML file per image. */
export const voc: Layout = {
  labels: ['boxes'],
  inputs: ['image'],
  splitsByFolder: true,

  async detect(files, input) {
    const [first] = input === 'image' ? files.listByExtension('xml') : [];
    return first !== undefined && /<annotation[\s>]/.test(await readLabelHead(getFile(files, first)));
  },

  async read(files, options) {
    const problems = new ProblemList();
    const items = await readEachFile(files.listByExtension('xml'), options, problems, (path, fileProblems) =>
      readItem(files, path, fileProblems),
    );
    addUnlabelled(problems, files, 'image', items);
    return { items, classes: sortClasses(items.flatMap(listBoxLabels)), problems: problems.list() };
  },
};

async function readItem(files: FileIndex, path: string, problems: ProblemList): Promise<LabelledItem | null> {
  const annotation = parseXml(await readLabelText(getFile(files, path)));
  if (annotation?.name !== 'annotation') {
    problems.add('label-file-invalid', path);
    return null;
  }
  const name = findChild(annotation, 'filename')?.text ?? '';
  // Some tools write the name of another image, or none. The name of the XML file is then used.
  const image = files.find(name, path, 'image') ?? files.find(removeExtension(getBaseName(path)), path, 'image');
  if (image === null) problems.add('file-missing', name || path);
  return image === null
    ? null
    : { path: image, label: { kind: 'boxes', boxes: readBoxes(annotation, path, problems) } };
}

const listBoxLabels = ({ label }: LabelledItem) => (label?.kind === 'boxes' ? label.boxes.map((box) => box.label) : []);

/**
 * Reads boxes. VOC coordinates are 1-based and inclusive: `xmin` 1 and `xmax` W span the whole width. Objects marked as
 * difficult count neither as detected nor as missed (VOC 2012 development kit).
 */
function readBoxes(annotation: XmlElement, path: string, problems: ProblemList): LabelledBox[] {
  const objects = annotation.children.filter(({ name }) => name === 'object');
  return objects.flatMap((object, index) => {
    const corners = findChild(object, 'bndbox');
    const [xmin, ymin, xmax, ymax] = ['xmin', 'ymin', 'xmax', 'ymax'].map((side) => {
      const text = corners && findChild(corners, side)?.text;
      return text ? Number(text) : NaN;
    });
    const box = {
      x: (xmin ?? NaN) - 1,
      y: (ymin ?? NaN) - 1,
      width: (xmax ?? NaN) - (xmin ?? NaN) + 1,
      height: (ymax ?? NaN) - (ymin ?? NaN) + 1,
    };
    const label = findChild(object, 'name')?.text ?? '';
    if (label === '' || !isBox(box)) {
      problems.add('box-invalid', `${path}#${index + 1}`);
      return [];
    }
    return [{ label, ...box, ...(findChild(object, 'difficult')?.text === '1' && { isIgnored: true }) }];
  });
}
