import { getBaseName } from '#core/model/file-name.ts';
import type { InputKind, DatasetFile } from './labelled-dataset.ts';
import {
  getFileExtension,
  getParentFolder,
  isSystemFile,
  normaliseDatasetPath,
  withoutExtension,
} from './dataset-path.ts';

const extensions: Readonly<Record<InputKind, readonly string[]>> = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'avif'],
  audio: ['wav', 'mp3', 'flac', 'ogg', 'oga', 'opus', 'm4a', 'aac', 'webm'],
  text: ['txt', 'md'],
};

const kindByExtension = new Map(
  (Object.keys(extensions) as InputKind[]).flatMap((kind) => extensions[kind].map((extension) => [extension, kind])),
);

/** The kind of input that a file name stands for; `null` for other files. */
function toInputKind(path: string): InputKind | null {
  return kindByExtension.get(getFileExtension(path)) ?? null;
}

/** The files of a dataset by path. Finding one takes constant time, since datasets have 100,000 files. */
export class FileIndex {
  /** Sorted by path, so a set does not depend on the order in which a system lists its files. */
  readonly paths: readonly string[];
  /** Paths that are equal once normalised, e.g. an accent as one character and as two. Only the last of these files is used. */
  readonly duplicatePaths: readonly string[];
  readonly #files = new Map<string, DatasetFile>();
  readonly #byKind: Partial<Record<InputKind | 'other', readonly string[]>>;
  readonly #byName = new Map<InputKind, ReadonlyMap<string, string | null>>();

  constructor(files: readonly DatasetFile[]) {
    const duplicates = new Set<string>();
    for (const file of files) {
      const path = normaliseDatasetPath(file.path);
      if (isSystemFile(path)) continue;
      if (this.#files.has(path)) duplicates.add(path);
      this.#files.set(path, file);
    }
    this.duplicatePaths = [...duplicates];
    this.paths = [...this.#files.keys()].sort();
    this.#byKind = Object.groupBy(this.paths, (path) => toInputKind(path) ?? 'other');
  }

  get(path: string): DatasetFile | undefined {
    return this.#files.get(path);
  }

  ofKind(kind: InputKind | 'other'): readonly string[] {
    return this.#byKind[kind] ?? [];
  }

  /** Files other than images and audio. */
  withExtension(...extensions: readonly string[]): string[] {
    return [...this.ofKind('text'), ...this.ofKind('other')].filter((path) =>
      extensions.includes(getFileExtension(path)),
    );
  }

  /**
   * The input file that an annotation names: relative to the annotation's folder or to the dataset's, otherwise the only one
   * with that file name, or with that name and another extension. `null` if there is none, or several.
   * @param from path of the annotation
   */
  find(name: string, from: string, kind: InputKind): string | null {
    const named = normaliseDatasetPath(name);
    if (named === '') return null;
    const folder = getParentFolder(from);
    for (const path of folder === '' ? [named] : [`${folder}/${named}`, named]) {
      if (this.#files.has(path) && toInputKind(path) === kind) return path;
    }
    const byName = this.#indexNames(kind);
    return byName.get(getBaseName(named)) ?? byName.get(withoutExtension(getBaseName(named))) ?? null;
  }

  /** Paths by file name, with and without extension; `null` for names that several files have. */
  #indexNames(kind: InputKind): ReadonlyMap<string, string | null> {
    const known = this.#byName.get(kind);
    if (known) return known;
    const byName = new Map<string, string | null>();
    for (const path of this.ofKind(kind)) {
      const name = getBaseName(path);
      for (const key of new Set([name, withoutExtension(name)])) byName.set(key, byName.has(key) ? null : path);
    }
    this.#byName.set(kind, byName);
    return byName;
  }
}
