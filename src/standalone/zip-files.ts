import { strToU8, zipSync } from 'fflate';
import type { StandaloneFiles } from './standalone-model.ts';

/** The earliest date of the ZIP format. It is fixed, so that the same files always give the same bytes. */
const earliest = '1980-01-01T00:00:00Z';

/** Creates a ZIP archive of the files, in a folder of this name. */
export function zipFiles(name: string, files: StandaloneFiles): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(([path, content]) => [`${name}/${path}`, strToU8(content)] as const);
  return zipSync(Object.fromEntries(entries), { mtime: earliest }) as Uint8Array<ArrayBuffer>;
}
