import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { engines, type EngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { FolderHandle } from '#evaluate/items/evaluation-item.ts';
import type { DataFile } from '#evaluate/items/select-items.ts';
import { loadChosenModel } from '#storage/files/chosen-files.ts';
import type { LoadedModel } from '#storage/files/model-files.ts';
import { openFileOnDisk, type FileOnDisk } from '../../engines/model-on-disk.ts';
import { listPathsInFolder } from '../../paths-in-folder.ts';
import { readBundledModel, findBundledModelFolder, projectRoot } from '../files/catalogue-models.ts';
import { UsageError } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';

/**
 * Loads the files of a model on this disk, with their hashes. A model on a remote server has no files.
 * @throws UsageError if the model is not on this disk | AppError | the reason of the signal
 */
export async function loadLocalModel(
  model: ModelArgument,
  engine: EngineId,
  signal: AbortSignal,
): Promise<LoadedModel> {
  if (engines[engine].formats.length === 0) return createServerModel(model);
  const files = await Promise.all(listPaths(model).map(openFileOnDisk));
  const loadedModel = await loadChosenModel(files, engines[engine].formats, signal);
  return model.kind === 'files'
    ? loadedModel
    : { ...loadedModel, model: { ...loadedModel.model, id: findModelId(model) } };
}

function createServerModel(model: ModelArgument): LoadedModel {
  if (model.kind !== 'remote')
    throw new UsageError('--model: expected <server>/<model>; see npm run assay -- server ls');
  const files = { id: model.reference, entry: '', files: new Map() };
  return { model: files, sizeBytes: 0, sha256: '', downloadMs: null };
}

/** @throws UsageError for a model that is not on this disk */
function listPaths(model: ModelArgument): readonly string[] {
  if (model.kind === 'files') return model.paths;
  if (model.kind === 'model') {
    const bundledModel = readBundledModel(model.id);
    return bundledModel.files.map(({ name }) =>
      join(findBundledModelFolder(projectRoot, bundledModel), basename(name)),
    );
  }
  throw new UsageError(`"${model.reference}" is not on this disk: --target opens files and bundled models only`);
}

const findModelId = (model: ModelArgument) => (model.kind === 'model' ? model.id : '');

/** Lists all files of a folder, or a single file. They are opened on demand. */
export function openDataFiles(path: string): readonly DataFile[] {
  if (!statSync(path).isDirectory()) return [openDataFile(path)];
  const folder = createFolderHandle(path);
  return listPathsInFolder(path).map((file) => ({ path: file, file: { folder, path: file } }));
}

/** A data file that is opened on demand. */
export function openDataFile(path: string): DataFile {
  const name = basename(path);
  return { path: name, file: { folder: createFolderHandle(dirname(path)), path: name } };
}

function createFolderHandle(path: string): FolderHandle {
  return {
    getDirectoryHandle: async (name) => createFolderHandle(join(path, name)),
    getFileHandle: async (name) => ({ getFile: () => openFile(join(path, name)) }),
  };
}

/** @throws AppError file-gone | file-unreadable */
async function openFile(path: string): Promise<FileOnDisk> {
  try {
    return await openFileOnDisk(path);
  } catch (thrown) {
    const code = statSync(path, { throwIfNoEntry: false }) ? 'file-unreadable' : 'file-gone';
    throw new AppError(code, { file: basename(path), why: String(thrown) }, { cause: thrown });
  }
}
