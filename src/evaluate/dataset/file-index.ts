import { getBaseName } from '#core/model/file-name.ts';
import type { InputKind, DatasetFile } from './labelled-dataset.ts';
import {
  getFileExtension,
  getParentFolder,
  isSystemFile,
  normaliseDatasetPath,
  removeExtension,
} from './dataset-path.ts';

const extensions: Readonly<Record<InputKind, readonly string[]>> = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'avif'],
  audio: ['wav', 'mp3', 'flac', 'ogg', 'oga', 'opus', 'm4a', 'aac', 'webm'],
  text: ['txt', 'md'],
};

const kindByExtension = new Map(
  (Object.keys(extensions) as InputKind[]).flatMap((kind) => extensions[kind].map((extension) => [extension, kind])),
);

/** Returns the kind of input by file extension, or `null` for other files. */
function getInputKind(path: string): InputKind | null {
  return kindByExtension.get(getFileExtension(path)) ?? null;
}

/** The files of a dataset by path. Lookup takes constant time, since datasets can have 100,000 files. */
export class FileIndex {
  /** Sorted, so a dataset does not depend on the listing order of the file system. */
  readonly paths: readonly string[];
  /**
   * Paths that several files share after normalisation, such as composed and decomposed accents. The last file is used.
   */
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
    this.#byKind = Object.groupBy(this.paths, (path) => getInputKind(path) ?? 'other');
  }

  get(path: string): DatasetFile | undefined {
    return this.#files.get(path);
  }

  listByKind(kind: InputKind | 'other'): readonly string[] {
    return this.#byKind[kind] ?? [];
  }

  /** Returns the files with these extensions, other than images and audio. */
  listByExtension(...extensions: readonly string[]): string[] {
    return [...this.listByKind('text'), ...this.listByKind('other')].filter((path) =>
      extensions.includes(getFileExtension(path)),
    );
  }

  /**
   * Finds the input file that an annotation names: relative to the annotation's folder or to the dataset's, otherwise
   * the only file with that name, or with that name and another extension. Returns `null` if there is none, or several.
   * @param from the path of the annotation
   */
  find(name: string, from: string, kind: InputKind): string | null {
    const target = normaliseDatasetPath(name);
    if (target === '') return null;
    const folder = getParentFolder(from);
    for (const path of folder === '' ? [target] : [`${folder}/${target}`, target]) {
      if (this.#files.has(path) && getInputKind(path) === kind) return path;
    }
    const byName = this.#indexNames(kind);
    return byName.get(getBaseName(target)) ?? byName.get(removeExtension(getBaseName(target))) ?? null;
  }

  /** Returns paths by file name, with and without extension; `null` for names that several files share. */
  #indexNames(kind: InputKind): ReadonlyMap<string, string | null> {
    const cached = this.#byName.get(kind);
    if (cached) return cached;
    const byName = new Map<string, string | null>();
    for (const path of this.listByKind(kind)) {
      const name = getBaseName(path);
      for (const key of new Set([name, removeExtension(name)])) byName.set(key, byName.has(key) ? null : path);
    }
    this.#byName.set(kind, byName);
    return byName;
  }
}
