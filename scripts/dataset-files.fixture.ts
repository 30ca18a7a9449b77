import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { DatasetFile } from '#evaluate/dataset/labelled-dataset.ts';

/** Creates dataset files in memory from their contents by path. */
export function toDatasetFiles(contents: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): DatasetFile[] {
  return Object.entries(contents).map(([path, content]) => ({
    path,
    open: () => Promise.resolve(Object.assign(new Blob([content]), { lastModified: 0 })),
  }));
}

/** Lists all files of a folder on disk. */
export async function readFolder(folder: string): Promise<DatasetFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.map((path) => ({
    path: relative(folder, path),
    open: async () => Object.assign(await openAsBlob(path), { lastModified: (await stat(path)).mtimeMs }),
  }));
}
