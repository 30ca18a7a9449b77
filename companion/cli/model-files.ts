import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#core/error.ts';
import { UsageError } from './command.ts';
import { fileNamesIn, snapshotIn } from './folder-files.ts';
import { inspect } from './inspect.ts';

/**
 * The files of a model by the path of one, or of its folder. It includes the files that its header names in the same
 * folder, such as the external data of an ONNX graph; links to files count as files.
 * @throws UsageError where there is no such file, or where the header names one that is not there
 */
export async function modelFilesAt(path: string): Promise<readonly string[]> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`there is no file "${path}"`);
  if (!found.isDirectory()) return [path, ...(await sidecarsOf(path))];
  const folder = snapshotIn(path) ?? path;
  return fileNamesIn(folder).map((name) => join(folder, name));
}

async function sidecarsOf(path: string): Promise<readonly string[]> {
  const named = await namesBeside(path);
  const missing = named.find((name) => !existsSync(join(dirname(path), name)));
  if (missing !== undefined) throw new UsageError(`"${path}" needs the file "${missing}" next to it`);
  return named.filter((name) => name !== basename(path)).map((name) => join(dirname(path), name));
}

async function namesBeside(path: string): Promise<readonly string[]> {
  try {
    return (await inspect(path)).externalFiles.map(({ name }) => name);
  } catch (error) {
    if (error instanceof AppError) return []; // the page reports what is wrong with the file
    throw error;
  }
}
