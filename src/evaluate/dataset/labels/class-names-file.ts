import { getBaseName } from '#core/model/file-name.ts';
import type { FileIndex } from '../file-index.ts';
import { parseClassLines, parseYamlNames, type ClassNames } from '../parse/class-list.ts';
import { readLabelText } from './label-text.ts';
import { getFileExtension } from '../dataset-path.ts';
import { getFile } from '../layouts/layout.ts';

const classListPattern = /^(classes|labels|class_names|names|obj)\.(txt|names)$|\.names$/i;

/** Reads the class names of a dataset by id, from the `names` of a YAML file or a list with one name per line. */
export async function readClassNames(files: FileIndex): Promise<ClassNames | null> {
  for (const path of files.listByExtension('yaml', 'yml')) {
    const names = await parseYamlNames(await readLabelText(getFile(files, path)));
    if (names) return names;
  }
  const listPath = files.listByExtension('txt', 'names').find((path) => isClassList(path));
  return listPath === undefined ? null : parseClassLines(await readLabelText(getFile(files, listPath)));
}

/** Whether a file is a list of class names rather than labels. */
export function isClassList(path: string): boolean {
  return getFileExtension(path) === 'names' || classListPattern.test(getBaseName(path));
}
