import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ModelFiles } from '#core/model.ts';
import { fileOnDisk, type FileOnDisk } from '../model-on-disk.ts';

/** Writes the files of a model into a folder, from which engines open them. */
export async function writtenModel(folder: string, { id, entry, files }: ModelFiles): Promise<ModelFiles> {
  await mkdir(folder, { recursive: true });
  const written = new Map<string, FileOnDisk>();
  for (const [name, bytes] of files) {
    if (!(bytes instanceof Uint8Array)) throw new Error(`${name} has no bytes`);
    const path = join(folder, name);
    await writeFile(path, bytes);
    written.set(name, await fileOnDisk(path));
  }
  return { id, entry, files: written };
}

/** A model of one file. */
export async function modelAt(path: string): Promise<ModelFiles> {
  const entry = basename(path);
  return { id: entry, entry, files: new Map([[entry, await fileOnDisk(path)]]) };
}
