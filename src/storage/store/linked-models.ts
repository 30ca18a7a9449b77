import { requireEntryFile } from '../files/chosen-files.ts';
import { withStoreLock } from './locks.ts';
import type { LinkedFile, LinkedModel, StoredIndex } from './stored-index.ts';

/** The models whose files are opened in place: the index has handles to them, not their bytes. */
export class LinkedModels {
  readonly #index: StoredIndex;

  constructor(index: StoredIndex) {
    this.#index = index;
  }

  list(): Promise<LinkedModel[]> {
    return this.#index.getAll('kept');
  }

  /**
   * Stores handles to the user's files. If the entry is the same file on disk as that of a linked model, the id is that
   * model's. Otherwise the id is the entry's name, with a number if another model has that name.
   * @throws AppError model-unknown if no name identifies the entry
   */
  async link(files: readonly LinkedFile[]): Promise<LinkedModel> {
    const entry = getEntryHandle(files);
    return withStoreLock(async () => {
      const others = await this.list();
      let id = entry.name;
      for (let count = 2; others.some((other) => other.id === id); count++) id = `${entry.name} (${count})`;
      for (const other of others) if (await getEntryHandle(other.files).isSameEntry(entry)) id = other.id;
      const model = { id, files, usedAt: Date.now() };
      await this.#index.put('kept', model);
      return model;
    });
  }

  /**
   * Records that the files were opened, with their current sizes and dates. Has no effect if the model was unlinked.
   */
  async touch(id: string, files: readonly LinkedFile[]): Promise<void> {
    await withStoreLock(async () => {
      if (await this.#index.get('kept', id)) await this.#index.put('kept', { id, files, usedAt: Date.now() });
    });
  }

  /** Deletes the handles, but not the files. */
  async unlink(id: string): Promise<void> {
    await withStoreLock(() => this.#index.delete('kept', id));
  }
}

/**
 * Finds the entry file, which is opened first.
 * @throws AppError model-unknown
 */
function getEntryHandle(files: readonly LinkedFile[]): FileSystemFileHandle {
  const handles = new Map(files.map(({ handle }) => [handle.name, handle]));
  return handles.get(requireEntryFile([...handles.keys()]))!;
}
