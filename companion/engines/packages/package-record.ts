import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const recordSchema = v.object({
  /** `null` for the user's own library. */
  version: v.nullable(v.string()),
  /** The path of the file to load: relative to the package's folder, or absolute for the user's own library. */
  entry: v.string(),
  /** The files that must exist with unchanged size. For npm packages only the entry, since npm checks the others. */
  files: v.array(v.object({ path: v.string(), sizeBytes: v.number() })),
});

/** The record of an installation in a package's folder. */
export type PackageRecord = v.InferOutput<typeof recordSchema>;

const fileName = 'assay-package.json';

/** Reads the record of an installed package; `null` if it is missing, or if any file of the package is. */
export async function readRecord(folder: string): Promise<PackageRecord | null> {
  try {
    const record = v.parse(recordSchema, JSON.parse(await readFile(join(folder, fileName), 'utf8')));
    for (const { path, sizeBytes } of record.files) {
      if ((await stat(join(folder, path))).size !== sizeBytes) return null;
    }
    if (record.version === null) await stat(record.entry);
    return record;
  } catch {
    return null; // not installed, or damaged
  }
}

export async function writeRecord(folder: string, record: PackageRecord): Promise<void> {
  await writeFile(join(folder, fileName), JSON.stringify(record, null, 2), { mode: 0o600 });
}
