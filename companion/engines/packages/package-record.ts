import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const recordSchema = v.object({
  /** `null` for a library of the user's own. */
  version: v.nullable(v.string()),
  /** The entry that is loaded: relative to the package's folder, or the absolute path of the user's own library. */
  entry: v.string(),
  /** Files that must exist with unchanged size; for npm packages, whose integrity npm checks, only the entry. */
  files: v.array(v.object({ path: v.string(), sizeBytes: v.number() })),
});

/** The record of an installation in a package's folder. */
export type PackageRecord = v.InferOutput<typeof recordSchema>;

const fileName = 'assay-package.json';

/** The record of an installed package; `null` if the folder has none, or not all of the package's files. */
export async function readRecord(folder: string): Promise<PackageRecord | null> {
  try {
    const record = v.parse(recordSchema, JSON.parse(await readFile(join(folder, fileName), 'utf8')));
    for (const { path, sizeBytes } of record.files) {
      if ((await stat(join(folder, path))).size !== sizeBytes) return null;
    }
    if (record.version === null) await stat(record.entry);
    return record;
  } catch {
    return null; // not installed, or damaged: to be installed again
  }
}

export async function writeRecord(folder: string, record: PackageRecord): Promise<void> {
  await writeFile(join(folder, fileName), JSON.stringify(record, null, 2), { mode: 0o600 });
}
