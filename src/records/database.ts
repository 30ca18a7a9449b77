import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';

type Upgrade<Schema extends DBSchema> = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>;

/**
 * Upgrades a database to the next schema version, within the upgrade transaction. The first migration creates version
 * 1. A released migration never changes, because databases of its version exist.
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

  /**
   * Returns the page's only connection, which the first call opens and migrates.
   * @throws any error of IndexedDB
   */
  open(): Promise<IDBPDatabase<Schema>> {
    this.#opened ??= this.#connect();
    return this.#opened;
  }

  async #connect(): Promise<IDBPDatabase<Schema>> {
    const reset = () => (this.#opened = null);
    let failure: unknown;
    try {
      const database = await openDB<Schema>(this.#name, this.#migrations.length, {
        upgrade: (upgraded, oldVersion, _, transaction) => {
          this.#migrate(upgraded, oldVersion, transaction).catch((error: unknown) => {
            // Without an explicit abort, the browser would commit the previous changes.
            failure = error;
            transaction.done.catch(() => {});
            transaction.abort();
          });
        },
        // A newer version of the app, in another tab, waits until this connection is closed.
        blocking: () => {
          reset();
          database.close();
        },
        terminated: reset,
      });
      return database;
    } catch (error) {
      reset();
      throw failure ?? error;
    }
  }

  async #migrate(database: IDBPDatabase<Schema>, oldVersion: number, transaction: Upgrade<Schema>): Promise<void> {
    for (const migrate of this.#migrations.slice(oldVersion)) await migrate(database, transaction);
  }
}
