import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#core/error.ts';
import type { ModelFacts } from '#core/facts.ts';
import type { ByteSource } from '#core/model.ts';
import { entryName, namesBeside } from '#formats/entry-name.ts';
import { readFacts } from '#formats/index.ts';
import { openRangeSource } from '#storage/range-source.ts';

/** A server that says nothing for so long is given up. */
const patienceMs = 30_000;

/**
 * What the header of a model says, of a file, a folder or an http(s) address; a 2 GB file costs a few reads.
 * @throws AppError file-unreadable | fetch-failed | model-unknown | model-corrupt | model-unsupported
 */
export function inspect(target: string): Promise<ModelFacts> {
  return /^https?:\/\//.test(target) ? inspectUrl(target) : inspectFile(target);
}

async function inspectUrl(url: string): Promise<ModelFacts> {
  const name = decodeURIComponent(path.posix.basename(new URL(url).pathname));
  const source = await remote(url);
  const siblings = new Map<string, ByteSource>();
  for (const beside of namesBeside(name)) {
    try {
      siblings.set(beside, await remote(new URL(beside, url).href));
    } catch (error) {
      // It may not be there: the facts then say what is missing.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return readFacts(source, name, siblings);
}

async function inspectFile(target: string): Promise<ModelFacts> {
  try {
    const isFolder = (await stat(target)).isDirectory();
    const folder = isFolder ? target : path.dirname(target);
    const files = (await readdir(folder, { withFileTypes: true }))
      .filter((file) => file.isFile())
      .map(({ name }) => name);
    const name = isFolder ? entryOf(target, files) : path.basename(target);
    const siblings = new Map<string, ByteSource>();
    for (const file of files.slice(0, 1000)) {
      if (file !== name) siblings.set(file, await openAsBlob(path.join(folder, file)));
    }
    return await readFacts(await openAsBlob(path.join(folder, name)), name, siblings);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file-unreadable', {
      file: target,
      why: error instanceof Error ? error.message : String(error),
    });
  }
}

function entryOf(folder: string, files: readonly string[]): string {
  const found = entryName(files);
  if (found === null) throw new AppError('model-unknown', { model: folder, is: 'unrecognised' });
  return found;
}

const remote = (url: string): Promise<ByteSource> => openRangeSource(url, { signal: AbortSignal.timeout(patienceMs) });
