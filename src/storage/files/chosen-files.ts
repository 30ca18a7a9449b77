import { detectEntryFile } from '#core/model/entry-file.ts';
import { AppError } from '#core/errors/error.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import type { ModelFile, ModelFiles } from '#core/model/model.ts';
import { detectFormat } from '#formats/index.ts';
import { identifyFiles, type LoadedModel } from './model-files.ts';
import { hashSource } from '../hash-source.ts';
import { findSiblings } from './siblings.ts';

/**
 * Interprets the user's files as a model, without reading them. A single file is the entry, regardless of its name;
 * among several files, the entry is identified by its name.
 * @throws AppError model-unknown if no name identifies the entry
 */
export function selectModelFiles(files: readonly File[]): ModelFiles {
  const entry = requireEntryFile(files.map(({ name }) => name));
  return { id: entry, entry, files: mapFilesByName(files) };
}

/** Maps files by name. Adds a number as a prefix to later files of the same name, from other folders. */
function mapFilesByName(files: readonly File[]): Map<string, File> {
  const filesByName = new Map<string, File>();
  for (const file of files) {
    let { name } = file;
    for (let count = 2; filesByName.has(name); count++) name = `${count}/${file.name}`;
    filesByName.set(name, file);
  }
  return filesByName;
}

/**
 * Finds the name of the entry, the model file that is opened first.
 * @throws AppError model-unknown if no name identifies it
 */
export function requireEntryFile(names: readonly string[]): string {
  const entry = names.length === 1 ? names[0] : detectEntryFile(names)?.name;
  if (entry === undefined)
    throw new AppError('model-unknown', { model: names.slice(0, 5).join(', '), detectedAs: 'unrecognised' });
  return entry;
}

/**
 * Returns byte sources for a format reader: the entry of {@link selectModelFiles} and its siblings.
 * @throws as {@link selectModelFiles}
 */
export function toByteSources(files: readonly File[]) {
  const { entry } = selectModelFiles(files);
  const filesByName = mapFilesByName(files);
  return { name: entry, source: filesByName.get(entry)!, siblings: findSiblings(entry, filesByName) };
}

/**
 * Runs `read`, and replaces the browser's errors by an AppError.
 * @throws AppError file-unreadable if the file was moved or changed since the choice | any other error of `read`
 */
export async function wrapReadErrors<T>(file: File, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    // A Blob throws DOMExceptions, as does an aborted signal.
    const isUnreadable = thrown instanceof DOMException && thrown.name !== 'AbortError';
    throw isUnreadable ? createUnreadableFileError(file, thrown) : thrown;
  }
}

/**
 * Checks that the header is valid and in a format that the engine opens, and returns {@link selectModelFiles}. The
 * errors of engines do not explain faults of files, or name missing ones.
 * @throws AppError model-unknown (with the detected type) | model-corrupt | model-unsupported | file-unreadable
 */
export async function validateFiles(files: readonly File[], formats: readonly FormatId[]): Promise<ModelFiles> {
  const { name, source, siblings } = toByteSources(files);
  await wrapReadErrors(source, async () => {
    const format = await detectFormat(source, name);
    if (!formats.includes(format.id)) throw new AppError('model-unknown', { model: name, detectedAs: format.id });
    const { externalFiles } = await format.readFacts(source, name, siblings);
    const missing = externalFiles.find((file) => !siblings.has(file.name));
    // An MLC model lists tokenizer files that its engine may not need; the engine reports missing ones.
    if (missing && format.id !== 'mlc')
      throw new AppError('model-corrupt', { format: name, reason: 'file-missing', file: missing.name });
  });
  return selectModelFiles(files);
}

/**
 * Validates files by {@link validateFiles}, and computes the size and hash for reports.
 * @throws as {@link validateFiles}, or the reason of the signal
 */
export async function loadChosenModel(
  files: readonly File[],
  formats: readonly FormatId[],
  signal?: AbortSignal,
): Promise<LoadedModel> {
  const [model, hashed] = await Promise.all([validateFiles(files, formats), hashFiles(files, signal)]);
  return {
    model,
    ...(await identifyFiles(hashed)),
    downloadMs: null,
  };
}

/**
 * Creates the error for a file that was moved or changed since the choice.
 * @param thrown the error of its Blob
 */
export function createUnreadableFileError(file: File, thrown: unknown): AppError {
  return new AppError('file-unreadable', { file: file.name, why: String(thrown) }, { cause: thrown });
}

/** Hashes files sequentially, which limits memory use. */
async function hashFiles(files: readonly File[], signal: AbortSignal | undefined): Promise<ModelFile[]> {
  const hashes: ModelFile[] = [];
  for (const file of files)
    hashes.push({
      name: file.name,
      sizeBytes: file.size,
      sha256: await wrapReadErrors(file, () => hashSource(file, signal)),
    });
  return hashes;
}
