import { getBaseName } from '#core/model/file-name.ts';
import type { FileIndex } from '../file-index.ts';
import { parseClassLines, parseYamlNames, type ClassNames } from '../parse/class-list.ts';
import { readLabelText } from './label-text.ts';
import { getFileExtension } from '../dataset-path.ts';
import { getFile } from '../layouts/layout.ts';

const lists = /^(classes|labels|class_names|names|obj)\.(txt|names)$|\.names$/i;

/** The class names of a dataset by id: the `names` of a YAML file, or a list of one name in each line. */
export async function readClassNames(files: FileIndex): Promise<ClassNames | null> {
  for (const path of files.withExtension('yaml', 'yml')) {
    const names = parseYamlNames(await readLabelText(getFile(files, path)));
    if (names) return names;
  }
  const list = files.withExtension('txt', 'names').find((path) => isClassList(path));
  return list === undefined ? null : parseClassLines(await readLabelText(getFile(files, list)));
}

/** Whether a file is a list of class names, not one of labels. */
export function isClassList(path: string): boolean {
  return getFileExtension(path) === 'names' || lists.test(getBaseName(path));
}
