import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { engines, type EngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { FolderHandle } from '#evaluate/items/evaluation-item.ts';
import type { DataFile } from '#evaluate/items/select-items.ts';
import { loadChosenModel } from '#storage/files/chosen-files.ts';
import type { LoadedModel } from '#storage/files/model-files.ts';
import { fileOnDisk, type FileOnDisk } from '../../engines/model-on-disk.ts';
import { listPathsInFolder } from '../../paths-in-folder.ts';
import { bundledModel, bundledModelFolder, projectRoot } from '../files/catalogue-models.ts';
import { UsageError } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';

/**
 * The files of a model on this disk, with their hashes; none of a model on a server.
 * @throws UsageError for a model elsewhere | AppError
 */
export async function loadLocalModel(model: ModelArgument, engine: EngineId): Promise<LoadedModel> {
  if (engines[engine].formats.length === 0) return modelOnServer(model);
  const files = await Promise.all(listPaths(model).map(fileOnDisk));
  const loaded = await loadChosenModel(files, engines[engine].formats);
  return model.kind === 'files' ? loaded : { ...loaded, model: { ...loaded.model, id: modelId(model) } };
}

function modelOnServer(model: ModelArgument): LoadedModel {
  if (model.kind !== 'remote')
    throw new UsageError('--model: expected <server>/<model>; see npm run assay -- server ls');
  const files = { id: model.typed, entry: '', files: new Map() };
  return { model: files, sizeBytes: 0, sha256: '', downloadMs: null };
}

/** @throws UsageError for a model that is not on this disk */
function listPaths(model: ModelArgument): readonly string[] {
  if (model.kind === 'files') return model.paths;
  if (model.kind === 'model') {
    const bundled = bundledModel(model.id);
    return bundled.files.map(({ name }) => join(bundledModelFolder(projectRoot, bundled), basename(name)));
  }
  throw new UsageError(`"${model.typed}" is not on this disk: --target opens files and bundled models only`);
}

const modelId = (model: ModelArgument) => (model.kind === 'model' ? model.id : '');

/** All files of a folder, or a single file, which are opened when they are needed. */
export function openDataFiles(path: string): readonly DataFile[] {
  if (!statSync(path).isDirectory()) return [openDataFile(path)];
  const folder = folderAt(path);
  return listPathsInFolder(path).map((file) => ({ path: file, file: { folder, path: file } }));
}

/** A file that is opened when it is needed. */
export function openDataFile(path: string): DataFile {
  const name = basename(path);
  return { path: name, file: { folder: folderAt(dirname(path)), path: name } };
}

function folderAt(path: string): FolderHandle {
  return {
    getDirectoryHandle: async (name) => folderAt(join(path, name)),
    getFileHandle: async (name) => ({ getFile: () => openFile(join(path, name)) }),
  };
}

/** @throws AppError file-gone | file-unreadable */
async function openFile(path: string): Promise<FileOnDisk> {
  try {
    return await fileOnDisk(path);
  } catch (thrown) {
    const code = statSync(path, { throwIfNoEntry: false }) ? 'file-unreadable' : 'file-gone';
    throw new AppError(code, { file: basename(path), why: String(thrown) }, { cause: thrown });
  }
}
