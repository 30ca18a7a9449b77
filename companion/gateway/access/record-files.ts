import { mkdir, readdir, readFile, rename, rm, utimes, writeFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { newSecret } from './secret.ts';

const idPattern = /^[0-9a-z]{1,64}$/;

/** A record with its id and the time of its last use, `null` before the first. */
export type StoredRecord<T> = T & { readonly id: string; readonly lastUsedAt: number | null };

/**
 * One file per record, which only the user can read (mode 0600). Safe for concurrent processes: writes are atomic, and
 * `touch` never creates a record that has been removed.
 */
export class RecordFiles<T extends { readonly createdAt: number }> {
  readonly #folder: string;
  readonly #schema: v.GenericSchema<T>;

  /** @param folder it is created if it does not exist */
  constructor(folder: string, schema: v.GenericSchema<T>) {
    this.#folder = folder;
    this.#schema = schema;
  }

  /** Every record, oldest first. Files that are not records are skipped. */
  async list(): Promise<readonly StoredRecord<T>[]> {
    const names = await readdir(this.#folder).catch(ifMissing([]));
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    const records = await Promise.all(ids.map((id) => this.get(id)));
    return records.filter((record) => record !== null).sort((a, b) => a.createdAt - b.createdAt);
  }

  /** `null` if there is none with that id, or its file is not a record. */
  async get(id: string): Promise<StoredRecord<T> | null> {
    if (!idPattern.test(id)) return null;
    const path = this.#recordPath(id);
    try {
      const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
      const parsed = v.safeParse(this.#schema, JSON.parse(text));
      if (!parsed.success) return null;
      // Each use sets the file's modification time; initially it is the creation time.
      const lastUsedAt = Math.round(mtimeMs) > parsed.output.createdAt ? Math.round(mtimeMs) : null;
      return { ...parsed.output, id, lastUsedAt };
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      return ifMissing(null)(error);
    }
  }

  async put(id: string, record: T): Promise<void> {
    if (!idPattern.test(id)) throw new Error(`"${id}" is not an id`);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const temporary = join(this.#folder, `.${newSecret('base64url')}`);
    try {
      await writeFile(temporary, JSON.stringify(record), { mode: 0o600, flag: 'wx' });
      const created = new Date(record.createdAt);
      await utimes(temporary, created, created);
      await rename(temporary, this.#recordPath(id));
    } catch (thrown) {
      await rm(temporary, { force: true });
      throw thrown;
    }
  }

  /** Records that it was used now. */
  async touch(id: string): Promise<void> {
    if (!idPattern.test(id)) return;
    const now = new Date();
    await utimes(this.#recordPath(id), now, now).catch(ifMissing(undefined));
  }

  /** @returns whether there was one */
  async remove(id: string): Promise<boolean> {
    if (!idPattern.test(id)) return false;
    return rm(this.#recordPath(id)).then(() => true, ifMissing(false));
  }

  #recordPath(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value;
    throw error;
  };
}
