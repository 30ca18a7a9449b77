import { AppError } from '#core/errors/error.ts';
import type { LabelledBox } from '#core/task/evaluation.ts';
import { isJsonObject, JsonReader } from '#core/encoding/json-reader.ts';
import { getBaseName } from '#core/model/file-name.ts';
import { removeExtension } from '../dataset-path.ts';
import type { FileIndex } from '../file-index.ts';
import type { LabelledItem } from '../labelled-dataset.ts';
import { isBox } from '../labels/box.ts';
import { chooseLabelFile } from '../labels/label-file.ts';
import { readLabelHead, readLabelTail, readLabelText } from '../labels/label-text.ts';
import { isTable } from '../labels/table-file.ts';
import { addUnlabelled, getFile, ProblemList, type Layout } from './layout.ts';

/** Boxes in COCO's instance format: one JSON file with `images`, `annotations` and `categories`. */
export const coco: Layout = {
  labels: ['boxes'],
  inputs: ['image'],

  detect: async (files, input) => input === 'image' && (await findCocoFiles(files)).length > 0,

  async read(files, options) {
    const path = chooseLabelFile('coco', await findCocoFiles(files), options);
    return readItems(files, path, parseJson(await readLabelText(getFile(files, path)), path));
  },
};

async function findCocoFiles(files: FileIndex): Promise<string[]> {
  const paths: string[] = [];
  const captionPaths: string[] = [];
  for (const path of listCandidates(files)) {
    const file = getFile(files, path);
    const head = await readLabelHead(file);
    if (!/"(images|annotations|categories)"\s*:\s*\[/.test(head) || (await isTable(file))) continue;
    (isCaptionFile(head + (await readLabelTail(file))) ? captionPaths : paths).push(path);
  }
  // A captions file on its own is read, so that the error names the field it lacks.
  return paths.length > 0 ? paths : captionPaths;
}

/** Lists the JSON files to examine, which can be one per image in other layouts: of those, only a few. */
function listCandidates(files: FileIndex): string[] {
  const imageNames = new Set(files.listByKind('image').map((path) => removeExtension(getBaseName(path))));
  const isNamedAfterImage = (path: string) => imageNames.has(removeExtension(getBaseName(path)));
  const paths = files.listByExtension('json');
  const others = paths.filter((path) => !isNamedAfterImage(path));
  return [...others.slice(0, 1000), ...paths.filter(isNamedAfterImage).slice(0, 20)];
}

/** Whether this is the beginning and end of COCO's captions, which come in the same folder and have no categories. */
const isCaptionFile = (text: string) => /"caption"\s*:\s*"/.test(text) && !/"categories"\s*:\s*\[/.test(text);

function parseJson(text: string, file: string): JsonReader {
  const createFieldError = (field: string) =>
    new AppError('labels-invalid', {
      file,
      ...(field === '' ? { reason: 'file-not-json' } : { reason: 'field-invalid', field }),
    });
  try {
    return new JsonReader(JSON.parse(text), createFieldError);
  } catch (error) {
    throw error instanceof AppError ? error : createFieldError('');
  }
}

function readItems(files: FileIndex, file: string, json: JsonReader) {
  const problems = new ProblemList();
  const categories = readNamesById(json, 'categories', 'name');
  const images = readNamesById(json, 'images', 'file_name');
  const boxes = new Map<number, LabelledBox[]>();
  readObjects(json, 'annotations').forEach((annotation, index) => {
    const id = `${file}#${String(annotation['id'] ?? index + 1)}`;
    const { image_id: image, category_id: category } = annotation;
    const label = categories.get(Number(category));
    if (typeof image !== 'number' || !images.has(image) || typeof category !== 'number' || label === undefined) {
      problems.add('annotation-id-unknown', id);
      return;
    }
    const box = parseBox(annotation, label);
    if (!box) problems.add('box-invalid', id);
    else if (boxes.get(image)?.push(box) === undefined) boxes.set(image, [box]);
  });
  const items = [...images].flatMap(([id, name]): LabelledItem[] => {
    const path = files.find(name, file, 'image');
    if (path === null) problems.add('file-missing', name);
    return path === null ? [] : [{ path, label: { kind: 'boxes', boxes: boxes.get(id) ?? [] } }];
  });
  addUnlabelled(problems, files, 'image', items);
  const classes = [...categories].sort(([a], [b]) => a - b).map(([, name]) => name);
  return { items, classes: [...new Set(classes)], problems: problems.list() };
}

/** Reads a list of objects, or throws `field-invalid`. */
function readObjects(json: JsonReader, name: string): Readonly<Record<string, unknown>>[] {
  const value = json.fields[name];
  if (!Array.isArray(value)) throw json.createFieldError(name);
  return value.map((entry: unknown, index) => {
    if (isJsonObject(entry)) return entry;
    throw json.createFieldError(`${name}[${index}]`);
  });
}

/** Reads a field of each object by its `id`, which must be a unique number. */
function readNamesById(json: JsonReader, name: string, field: string): Map<number, string> {
  const valuesById = new Map<number, string>();
  readObjects(json, name).forEach((object, index) => {
    const { id, [field]: value } = object;
    if (typeof id !== 'number' || valuesById.has(id)) throw json.createFieldError(`${name}[${index}].id`);
    if (typeof value !== 'string' || value === '') throw json.createFieldError(`${name}[${index}].${field}`);
    valuesById.set(id, value);
  });
  return valuesById;
}

function parseBox({ bbox, area, iscrowd }: Readonly<Record<string, unknown>>, label: string): LabelledBox | null {
  if (!Array.isArray(bbox) || bbox.length !== 4) return null;
  const [x = NaN, y = NaN, width = NaN, height = NaN] = bbox.map((value) => (typeof value === 'number' ? value : NaN));
  if (!isBox({ x, y, width, height })) return null;
  const isCrowd = iscrowd === 1 || iscrowd === true;
  return {
    label,
    x,
    y,
    width,
    height,
    ...(isCrowd && { isCrowd }),
    ...(typeof area === 'number' && area > 0 && { area }),
  };
}
