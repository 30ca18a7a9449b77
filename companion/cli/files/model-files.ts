import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { textFileNames } from '#convert/convert-model.ts';
import { needsConversion } from '#convert/open-checkpoint.ts';
import { listOtherShards } from '#formats/shards.ts';
import { AppError } from '#core/errors/error.ts';
import { UsageError } from '../command.ts';
import { listFileNames, findSnapshot } from './folder-files.ts';
import { inspect } from './inspect-model.ts';

/**
 * Lists the files of a model, given the path of one of them or of their folder. Includes files in the same folder that the
 * header names, such as the external data of an ONNX graph. Links to files count as files.
 * @throws UsageError if there is no such file, or if a file named in the header is missing
 */
export async function listModelFilesAt(path: string): Promise<readonly string[]> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`there is no file "${path}"`);
  if (!stats.isDirectory()) return [path, ...(await findSidecars(path))];
  const folder = findSnapshot(path) ?? path;
  const pooling = join(folder, '1_Pooling', 'config.json'); // the path to which sentence-transformers writes the file
  const files = listFileNames(folder).map((name) => join(folder, name));
  const graphs = join(folder, 'onnx'); // where repositories on the Hub have their graphs
  const hasGraphs = !files.some((file) => file.endsWith('.onnx')) && existsSync(graphs);
  return [
    ...files,
    ...(hasGraphs ? listFileNames(graphs).map((name) => join(graphs, name)) : []),
    ...(existsSync(pooling) ? [pooling] : []),
  ];
}

/**
 * Lists the files that a conversion or rewrite of a model reads. The first is the model itself.
 * @throws UsageError as {@link listModelFilesAt}
 */
export async function listSourceFiles(path: string): Promise<readonly string[]> {
  if (!needsConversion(path)) return listModelFilesAt(path);
  const folder = dirname(path);
  const shards = listOtherShards(basename(path), 'safetensors', new Map()).map(({ name }) => name);
  const texts = textFileNames.filter((name) => name !== 'config.json' && existsSync(join(folder, name)));
  return [path, ...['config.json', ...shards, ...texts].map((name) => join(folder, name))];
}

async function findSidecars(path: string): Promise<readonly string[]> {
  const names = await readExternalFileNames(path);
  const missing = names.find((name) => !existsSync(join(dirname(path), name)));
  if (missing !== undefined) throw new UsageError(`"${path}" needs the file "${missing}" next to it`);
  return names.filter((name) => name !== basename(path)).map((name) => join(dirname(path), name));
}

async function readExternalFileNames(path: string): Promise<readonly string[]> {
  try {
    return (await inspect(path)).externalFiles.map(({ name }) => name);
  } catch (error) {
    if (error instanceof AppError) return []; // ignored, because the page reports the error in the file
    throw error;
  }
}
