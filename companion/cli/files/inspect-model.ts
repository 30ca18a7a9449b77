import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { detectEntryFile } from '#core/model/entry-file.ts';
import { AppError } from '#core/errors/error.ts';
import { listFreeDimensions, isIntegerSetting } from '#core/model/free-dimensions.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { Siblings } from '#formats/format.ts';
import { readFacts } from '#formats/index.ts';
import { openRangeSource } from '#storage/hub/range-source.ts';
import { readRemoteFacts } from '#storage/hub/remote-facts.ts';
import { scanModel, type SecurityScan } from '#validation/security/scan-model.ts';
import { listFileNames, findSnapshot } from './folder-files.ts';

/** The maximum duration of a request, including its body. Heuristic, not measured. */
const timeoutMs = 30_000;

/**
 * Reads the facts in the header of a model.
 * @param target a file, its folder or an http(s) URL. Of a large file, only the header is read
 * @param sizes the sizes of free dimensions by name
 * @throws AppError file-unreadable | fetch-failed | model-unknown | model-corrupt | model-unsupported
 */
export async function inspect(target: string, sizes: Dimensions = {}): Promise<ModelFacts> {
  const facts = await (/^https?:\/\//.test(target) ? inspectUrl(target, sizes) : inspectFile(target, sizes));
  const integers = facts.inputs.filter(isIntegerSetting).map(({ name }) => name);
  const knownNames = new Set([...listFreeDimensions(facts.inputs), ...integers]);
  const unknownName = Object.keys(sizes).find((name) => !knownNames.has(name));
  if (unknownName === undefined) return facts;
  throw new AppError('input-invalid', {
    name: unknownName,
    reason: 'no-such-dimension',
    known: [...knownNames].join(', '),
  });
}

async function inspectUrl(url: string, sizes: Dimensions): Promise<ModelFacts> {
  const open = (address: string) => openRangeSource(address, { timeoutMs });
  return (await readRemoteFacts(url, open, () => sizes)).facts;
}

/**
 * Scans a model on this machine for security risks: a single file, or all files of a folder.
 * @throws AppError file-unreadable | model-unknown
 */
export function scanFiles(target: string): Promise<SecurityScan> {
  return openAndRead(target, ({ source, name, siblings, isFolder }) =>
    scanModel(source, name, isFolder ? siblings : new Map()),
  );
}

function inspectFile(target: string, sizes: Dimensions): Promise<ModelFacts> {
  return openAndRead(target, ({ source, name, siblings }) => readFacts(source, name, siblings, () => sizes));
}

interface ModelSource {
  readonly source: ByteSource;
  readonly name: string;
  readonly siblings: Siblings;
  readonly isFolder: boolean;
}

/** Opens the entry file of a model and the files next to it, and passes them to `read`. */
async function openAndRead<T>(target: string, read: (files: ModelSource) => Promise<T>): Promise<T> {
  try {
    const isFolder = (await stat(target)).isDirectory();
    const folder = isFolder ? (findSnapshot(target) ?? target) : path.dirname(target);
    const files = listFileNames(folder);
    const name = isFolder ? findEntry(target, files) : path.basename(target);
    const siblings = new Map<string, ByteSource>();
    for (const file of files) {
      if (file !== name) siblings.set(file, await openAsBlob(path.join(folder, file)));
    }
    return await read({ source: await openAsBlob(path.join(folder, name)), name, siblings, isFolder });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file-unreadable', {
      file: target,
      why: error instanceof Error ? error.message : String(error),
    });
  }
}

function findEntry(folder: string, files: readonly string[]): string {
  const entry = detectEntryFile(files);
  if (!entry) throw new AppError('model-unknown', { model: folder, detectedAs: 'unrecognised' });
  return entry.name;
}
