import { entryFile } from '#core/entry-file.ts';
import { AppError } from '#core/error.ts';
import type { FormatId } from '#core/model-facts.ts';
import type { ModelFiles } from '#core/model.ts';
import { detectFormat } from '#formats/index.ts';
import { sha256Of, sha256OfAll, type LoadedModel } from './model-files.ts';

/**
 * The files a user chose, as a model; none is read before an engine asks for it. A single file is the entry, whatever
 * its name; of several, the names tell which one is.
 * @throws AppError model-unknown where they do not
 */
export function chosenFiles(files: readonly File[]): ModelFiles {
  const entry = entryOf(files.map(({ name }) => name));
  return { id: entry, entry, files: new Map(files.map((file) => [file.name, file])) };
}

/** Which of a model's files is opened first, by names. @throws AppError model-unknown where none tells */
export function entryOf(names: readonly string[]): string {
  const entry = names.length === 1 ? names[0] : entryFile(names)?.name;
  if (entry === undefined)
    throw new AppError('model-unknown', { model: names.slice(0, 5).join(', '), is: 'unrecognised' });
  return entry;
}

/** {@link chosenFiles} as a format reads them: the file of that name, and those beside it. @throws as there */
export function toByteSources(files: readonly File[]) {
  const { entry } = chosenFiles(files);
  const siblings = new Map(files.map((file) => [file.name, file]));
  const source = siblings.get(entry)!;
  siblings.delete(entry);
  return { name: entry, source, siblings };
}

/** @throws AppError file-unreadable where the file was moved or changed since it was chosen, and as `read` */
export async function wrapReadErrors<T>(file: File, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw thrown instanceof DOMException ? unreadableFileError(file, thrown) : thrown; // what Blobs throw
  }
}

/**
 * {@link chosenFiles}, once the header is known to be valid and of a format that the engine opens: the errors of the
 * engines themselves do not say what is wrong with a file, or which one is missing.
 * @throws AppError model-unknown (with what the file is instead) | model-corrupt | model-unsupported | file-unreadable
 */
export async function validateFiles(files: readonly File[], wanted: readonly FormatId[]): Promise<ModelFiles> {
  const { name, source, siblings } = toByteSources(files);
  await wrapReadErrors(source, async () => {
    const format = await detectFormat(source, name);
    if (!wanted.includes(format.id)) throw new AppError('model-unknown', { model: name, is: format.id });
    const { externalFiles } = await format.readFacts(source, name, siblings);
    const missing = externalFiles.find((file) => !siblings.has(file.name));
    // An MLC model lists tokenizer files that its engine need not have; which one it lacks, it says itself.
    if (missing && format.id !== 'mlc')
      throw new AppError('model-corrupt', { format: name, reason: 'file-missing', file: missing.name });
  });
  return chosenFiles(files);
}

/**
 * {@link validateFiles} with what a report says of them.
 * @throws as {@link validateFiles}
 */
export async function chosenModel(files: readonly File[], wanted: readonly FormatId[]): Promise<LoadedModel> {
  const [model, hashed] = await Promise.all([validateFiles(files, wanted), hashesOf(files)]);
  return {
    model,
    sizeBytes: files.reduce((sum, { size }) => sum + size, 0),
    sha256: await sha256OfAll(hashed),
    downloadMs: null,
  };
}

/** The error for a file that was moved or changed since it was chosen. @param thrown what its Blob threw */
export function unreadableFileError(file: File, thrown: unknown): AppError {
  return new AppError('file-unreadable', { file: file.name, why: String(thrown) }, { cause: thrown });
}

/** One after the other: at most one of them is held in memory. */
async function hashesOf(files: readonly File[]): Promise<{ readonly name: string; readonly sha256: string }[]> {
  const hashes = [];
  for (const file of files) hashes.push({ name: file.name, sha256: await sha256OfFile(file) });
  return hashes;
}

/** Bytes up to which a file is read whole, for the browser's own hash: it is faster, and takes all bytes at once. */
const heldBytes = 32 << 20;

/** Larger files are hashed piece by piece, so that memory does not grow with their size. Lower-case hexadecimal. */
async function sha256OfFile(file: File): Promise<string> {
  if (file.size <= heldBytes)
    return sha256Of(await wrapReadErrors(file, async () => new Uint8Array(await file.arrayBuffer())));
  const hasher = await (await import('hash-wasm')).createSHA256();
  try {
    for await (const chunk of file.stream()) hasher.update(chunk);
  } catch (thrown) {
    throw unreadableFileError(file, thrown);
  }
  return hasher.digest();
}
