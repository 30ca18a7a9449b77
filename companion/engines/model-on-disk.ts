import { openAsBlob } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#core/errors/error.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import { isSafePath } from '#core/model/safe-path.ts';
import { isProcessRunning } from './is-process-running.ts';

/** A file that native engines open in place. */
export type FileOnDisk = File & { readonly path: string };

/**
 * Opens a file without reading it.
 * @throws the error of the file system
 */
export async function openFileOnDisk(path: string): Promise<FileOnDisk> {
  const { mtimeMs } = await stat(path);
  return Object.assign(new File([await openAsBlob(path)], basename(path), { lastModified: mtimeMs }), { path });
}

/** The files of a model in one folder, under their names. */
export interface ModelFolder {
  readonly id: string;
  readonly entry: string;
  readonly folder: string;
  readonly names: readonly string[];
}

/**
 * Opens the files of a model in a folder.
 * @throws AppError file-unreadable
 */
export async function openModelInFolder({ id, entry, folder, names }: ModelFolder): Promise<ModelFiles> {
  const files = new Map<string, FileOnDisk>();
  for (const name of names) {
    try {
      files.set(name, await openFileOnDisk(join(folder, name)));
    } catch (thrown) {
      throw new AppError('file-unreadable', { file: name, why: String(thrown) }, { cause: thrown });
    }
  }
  return { id, entry, files };
}

/**
 * Returns the file that an engine opens first.
 * @throws AppError model-corrupt if it is missing or empty
 */
export function getEntryFile({ files, entry }: ModelFiles): FileOnDisk {
  const file = files.get(entry);
  if (file && isOnDisk(file) && file.size > 0) return file;
  throw new AppError('model-corrupt', { format: 'model', reason: file ? 'file-empty' : 'file-missing', file: entry });
}

/**
 * Makes the files of a model available to a native engine in one folder. Files that already share a folder are used in
 * place. Otherwise a temporary folder gets links or copies, which `remove` deletes.
 * @throws AppError model-corrupt for a name outside the folder | the error of the file system
 */
export async function placeOnDisk(model: ModelFiles): Promise<ModelFolder & { remove(): Promise<void> }> {
  const { id, entry } = model;
  const names = [...model.files.keys()];
  const unsafe = names.find((name) => !isSafePath(name));
  if (unsafe !== undefined)
    throw new AppError('model-corrupt', { format: 'model', reason: 'model-id-path', id: unsafe });
  const inPlace = findCommonFolder(model);
  if (inPlace !== null) return { id, entry, names, folder: inPlace, remove: async () => {} };
  await (staleRemoval ??= removeStaleCopies());
  const folder = await mkdtemp(join(tmpdir(), `${copyPrefix}${process.pid}-`)); // readable only by this user
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const [name, file] of model.files) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      if (isOnDisk(file)) await symlink(file.path, path);
      else await writeFile(path, file instanceof Uint8Array ? file : new Uint8Array(await file.arrayBuffer()));
    }
  } catch (thrown) {
    await remove();
    throw thrown;
  }
  return { id, entry, names, folder, remove };
}

/** The prefix of a temporary folder's name. The id of the process that created the folder follows. */
const copyPrefix = 'assay-model-';
let staleRemoval: Promise<void> | undefined;

/** Removes the temporary folders of programs that were killed before they could clean up. */
export async function removeStaleCopies(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(copyPrefix));
  const stale = names.filter((name) => !isProcessRunning(Number(name.slice(copyPrefix.length).split('-')[0])));
  await Promise.all(stale.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})));
}

/** Finds the folder that contains all files of a model under their own names; `null` if there is none. */
function findCommonFolder({ files }: ModelFiles): string | null {
  const folders = [...files].map(([name, file]) =>
    isOnDisk(file) && file.path.endsWith(join('/', name)) ? file.path.slice(0, -name.length - 1) : null,
  );
  const [common = null] = folders;
  return folders.every((folder) => folder === common) ? common : null;
}

export function isOnDisk(file: Uint8Array | ByteSource): file is FileOnDisk {
  return 'path' in file && typeof file.path === 'string';
}
