import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#core/error.ts';
import type { ModelFacts } from '#core/facts.ts';
import type { ByteSource } from '#core/model.ts';
import { readFacts } from '#formats/index.ts';
import { httpSource } from './http-source.ts';

/** What is opened first in a folder, in this order. */
const entries = [/^mlc-chat-config\.json$/, /^model\.json$/, /\.onnx$/, /\.gguf$/, /\.tflite$/, /\.safetensors$/];

/** Files that lie beside others and say more about them. */
const companions: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.safetensors$/, ['config.json']],
  [/^mlc-chat-config\.json$/, ['tensor-cache.json', 'ndarray-cache.json']],
  [/^(tensor|ndarray)-cache\.json$/, ['mlc-chat-config.json']],
];

/**
 * What the header of a model says, of a file, a folder or an http(s) address; a 2 GB file costs a few reads.
 * @throws AppError file-unreadable | fetch-failed | model-unknown | model-corrupt | model-unsupported
 */
export function inspect(target: string): Promise<ModelFacts> {
  return /^https?:\/\//.test(target) ? inspectUrl(target) : inspectFile(target);
}

async function inspectUrl(url: string): Promise<ModelFacts> {
  const name = decodeURIComponent(path.posix.basename(new URL(url).pathname));
  const source = await httpSource(url);
  const siblings = new Map<string, ByteSource>();
  for (const beside of companions.find(([pattern]) => pattern.test(name))?.[1] ?? []) {
    try {
      siblings.set(beside, await httpSource(new URL(beside, url).href));
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
  for (const pattern of entries) {
    const found = files.filter((file) => pattern.test(file)).sort()[0];
    if (found !== undefined) return found;
  }
  throw new AppError('model-unknown', { model: folder, is: 'unrecognised' });
}
