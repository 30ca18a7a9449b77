import { createHash } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, utimes, writeFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { createSecret } from './secret.ts';

/** The id of a named record, so that only one record of a name can be created. */
export function toRecordId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 12);
}

const idPattern = /^[0-9a-z]{1,64}$/;

/** A record with its id and the time of its last use, `null` before the first. */
export type StoredRecord<T> = T & { readonly id: string; readonly lastUsedAt: number | null };

/**
 * Records, each in a file of its own that only the user can read (mode 0600). Safe for concurrent processes: writes are
 * atomic, and `touch` never creates a record that has been removed.
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
    const names = await readdir(this.#folder).catch(returnIfMissing([]));
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    const records = await Promise.all(ids.map((id) => this.get(id)));
    return records.filter((record) => record !== null).sort((a, b) => a.createdAt - b.createdAt);
  }

  /** Reads the record with an id; `null` if it does not exist or its file is not a record. */
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
      return returnIfMissing(null)(error);
    }
  }

  /** Writes a record, and replaces the one with the same id. */
  put(id: string, record: T): Promise<void> {
    return this.#write(id, record, rename);
  }

  /** @returns whether the record was created; false if another with the same id exists, which is unchanged */
  create(id: string, record: T): Promise<boolean> {
    return this.#write(id, record, link).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
  }

  async #write(id: string, record: T, place: (temporary: string, path: string) => Promise<void>): Promise<void> {
    if (!idPattern.test(id)) throw new Error(`"${id}" is not an id`);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const temporary = join(this.#folder, `.${createSecret('base64url')}`);
    try {
      await writeFile(temporary, JSON.stringify(record), { mode: 0o600, flag: 'wx' });
      const created = new Date(record.createdAt);
      await utimes(temporary, created, created);
      await place(temporary, this.#recordPath(id));
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Records that a record is in use now. */
  async touch(id: string): Promise<void> {
    if (!idPattern.test(id)) return;
    const now = new Date();
    await utimes(this.#recordPath(id), now, now).catch(returnIfMissing(undefined));
  }

  /** @returns whether the record existed */
  async remove(id: string): Promise<boolean> {
    if (!idPattern.test(id)) return false;
    return rm(this.#recordPath(id)).then(() => true, returnIfMissing(false));
  }

  #recordPath(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

/** A handler that returns `value` if a file does not exist, and rethrows any other error. */
function returnIfMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value;
    throw error;
  };
}
