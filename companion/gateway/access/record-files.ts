import { createHash } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, utimes, writeFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { createSecret } from './secret.ts';

/** Derives the id of a record from its name, so that each name has only one record. */
export function toRecordId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 12);
}

const idPattern = /^[0-9a-z]{1,64}$/;

/** A record with its id and the time of its last use, `null` before the first. */
export type StoredRecord<T> = T & { readonly id: string; readonly lastUsedAt: number | null };

/**
 * Stores each record in its own file, which only the user can read (mode 0600). Safe for concurrent processes: writes are
 * atomic, and `touch` never recreates a record that has been removed.
 */
export class RecordFiles<T extends { readonly createdAt: number }> {
  readonly #folder: string;
  readonly #schema: v.GenericSchema<T>;

  /** @param folder created on the first write if it does not exist */
  constructor(folder: string, schema: v.GenericSchema<T>) {
    this.#folder = folder;
    this.#schema = schema;
  }

  /** Lists all records, oldest first. Other files are skipped. */
  async list(): Promise<readonly StoredRecord<T>[]> {
    const names = await readdir(this.#folder).catch(returnIfMissing([]));
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    const records = await Promise.all(ids.map((id) => this.get(id)));
    return records.filter((record) => record !== null).sort((a, b) => a.createdAt - b.createdAt);
  }

  /** Reads a record; `null` if it does not exist or its file is invalid. */
  async get(id: string): Promise<StoredRecord<T> | null> {
    if (!idPattern.test(id)) return null;
    const path = this.#recordPath(id);
    try {
      const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
      const parsed = v.safeParse(this.#schema, JSON.parse(text));
      if (!parsed.success) return null;
      // The file's modification time is that of the last use, and initially that of the creation.
      const lastUsedAt = Math.round(mtimeMs) > parsed.output.createdAt ? Math.round(mtimeMs) : null;
      return { ...parsed.output, id, lastUsedAt };
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      return returnIfMissing(null)(error);
    }
  }

  /** Writes a record, and replaces any record with the same id. */
  put(id: string, record: T): Promise<void> {
    return this.#write(id, record, rename);
  }

  /** Creates a record. Returns `false`, and changes nothing, if the id is taken. */
  create(id: string, record: T): Promise<boolean> {
    return this.#write(id, record, link).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
  }

  async #write(
    id: string,
    record: T,
    moveIntoPlace: (temporary: string, path: string) => Promise<void>,
  ): Promise<void> {
    if (!idPattern.test(id)) throw new Error(`"${id}" is not an id`);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const temporary = join(this.#folder, `.${createSecret('base64url')}`);
    try {
      await writeFile(temporary, JSON.stringify(record), { mode: 0o600, flag: 'wx' });
      const creationDate = new Date(record.createdAt);
      await utimes(temporary, creationDate, creationDate);
      await moveIntoPlace(temporary, this.#recordPath(id));
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** Sets the time of the last use to now. */
  async touch(id: string): Promise<void> {
    if (!idPattern.test(id)) return;
    const now = new Date();
    await utimes(this.#recordPath(id), now, now).catch(returnIfMissing(undefined));
  }

  /** Removes a record, and returns whether it existed. */
  async remove(id: string): Promise<boolean> {
    if (!idPattern.test(id)) return false;
    return rm(this.#recordPath(id)).then(() => true, returnIfMissing(false));
  }

  #recordPath(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

/** Creates an error handler that returns `value` if a file does not exist, and rethrows other errors. */
function returnIfMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value;
    throw error;
  };
}
