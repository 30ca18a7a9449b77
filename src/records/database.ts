import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';

type Upgrade<Schema extends DBSchema> = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>;

/**
 * Takes a database from one version of its schema to the next, within the upgrade's transaction. The first migration
 * creates what version 1 has. One that was released never changes: databases of its version exist.
 */
export type Migration<Schema extends DBSchema> = (
  database: IDBPDatabase<Schema>,
  transaction: Upgrade<Schema>,
) => void | Promise<void>;

/** An IndexedDB database whose version is the number of its migrations. */
export class RecordDatabase<Schema extends DBSchema> {
  readonly #name: string;
  readonly #migrations: readonly Migration<Schema>[];
  #opened: Promise<IDBPDatabase<Schema>> | null = null;

  constructor(name: string, migrations: readonly Migration<Schema>[]) {
    this.#name = name;
    this.#migrations = migrations;
  }

  /** The one connection of this page, opened and brought up to date by the first call. @throws what IndexedDB throws */
  open(): Promise<IDBPDatabase<Schema>> {
    this.#opened ??= this.#connect();
    return this.#opened;
  }

  async #connect(): Promise<IDBPDatabase<Schema>> {
    const forget = () => (this.#opened = null);
    let failure: unknown;
    try {
      const database = await openDB<Schema>(this.#name, this.#migrations.length, {
        upgrade: (upgraded, oldVersion, _, transaction) => {
          this.#migrate(upgraded, oldVersion, transaction).catch((thrown: unknown) => {
            // By itself the browser would commit what was done until then.
            failure = thrown;
            transaction.done.catch(() => {});
            transaction.abort();
          });
        },
        // A newer version of the app, in another tab, waits until this connection is closed.
        blocking: () => {
          forget();
          database.close();
        },
        terminated: forget,
      });
      return database;
    } catch (thrown) {
      forget();
      throw failure ?? thrown;
    }
  }

  async #migrate(database: IDBPDatabase<Schema>, oldVersion: number, transaction: Upgrade<Schema>): Promise<void> {
    for (const migrate of this.#migrations.slice(oldVersion)) await migrate(database, transaction);
  }
}
