import type { ByteSource, ModelFiles, Subject } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { selectModelFiles, wrapReadErrors } from '#storage/files/chosen-files.ts';
import { findSiblings } from '#storage/files/siblings.ts';
import { loadSubject } from './load-subject.ts';

/** The files of a model as byte sources for format readers. */
interface ModelSources {
  /** Name of the entry file. */
  readonly entry: string;
  readonly source: ByteSource;
  /** The other files by path relative to the entry's folder (`findSiblings`). */
  readonly siblings: ReadonlyMap<string, ByteSource>;
}

/**
 * Opens the files of a model without loading them.
 * @throws AppError model-unknown | model-not-stored | model-corrupt | fetch-failed
 */
export async function openModelSources(subject: Extract<Subject, { kind: 'model' | 'files' }>): Promise<ModelSources> {
  const model = subject.kind === 'files' ? selectModelFiles(subject.files) : await loadNamedModel(subject);
  const sources = new Map(
    [...model.files].map(([name, bytes]) => [name, bytes instanceof Uint8Array ? toByteSource(bytes) : bytes]),
  );
  const { entry } = model;
  return { entry, source: sources.get(entry)!, siblings: findSiblings(entry, sources) };
}

/** `loadSubject` uses the engine only for the user's files, so any engine is valid here. */
async function loadNamedModel(subject: Extract<Subject, { kind: 'model' }>): Promise<ModelFiles> {
  return (await loadSubject(subject, 'ort', () => {})).model;
}

/**
 * Runs `read`, and converts read errors of the user's files.
 * @throws AppError file-unreadable if the file was moved or changed | errors from `read`
 */
export function readSource<T>(source: ByteSource, read: () => Promise<T>): Promise<T> {
  return source instanceof File ? wrapReadErrors(source, read) : read();
}
