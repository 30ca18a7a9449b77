import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Lists the names of the files in a folder, including links to files. */
export function listFileNames(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile());
}

/**
 * Finds the folder of the current revision if `folder` is a model in the cache of `huggingface_hub`
 * (`models--org--name`); otherwise `null`.
 */
export function findSnapshot(folder: string): string | null {
  const main = join(folder, 'refs', 'main');
  if (!existsSync(main)) return null;
  const snapshot = join(folder, 'snapshots', readFileSync(main, 'utf8').trim());
  return existsSync(snapshot) ? snapshot : null;
}
