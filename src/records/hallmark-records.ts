import type { DBSchema } from 'idb';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import { RecordDatabase } from './database.ts';

/** A hallmark signed or received in this browser: its link, which contains all data, and the fields shown in lists. */
export interface StoredHallmark {
  /** SHA-256 of the signed payload. */
  readonly id: string;
  /** Epoch milliseconds of the run. */
  readonly at: number;
  /** Whether the hallmark was received instead of signed in this browser. */
  readonly isReceived: boolean;
  /** `#/h/…` */
  readonly hash: string;
  /** The name of the first file of the model. */
  readonly model: string;
  /** The engine of the run; like `device`, absent if an earlier version stored the hallmark. */
  readonly engine?: EngineId;
  readonly device?: DeviceId;
  readonly verdict: GateRun['verdict'];
  readonly grade: GateRun['grade'];
  readonly level: 'self-attested' | 'reproduced';
  /** SHA-256 of the signer's public key. */
  readonly keyId: string;
  /** The number of countersignatures. */
  readonly countersignatures: number;
}

interface Schema extends DBSchema {
  hallmarks: { key: string; value: StoredHallmark };
  /** The entry `browser` is the key pair for all hallmarks. Its private key is not extractable. */
  keys: { key: string; value: CryptoKeyPair };
}

const database = new RecordDatabase<Schema>('assay-hallmarks', [
  (created) => {
    created.createObjectStore('hallmarks', { keyPath: 'id' });
    created.createObjectStore('keys');
  },
]);

/** Lists the hallmarks stored in this browser, latest run first. */
export async function listHallmarks(): Promise<StoredHallmark[]> {
  const hallmarks = await (await database.open()).getAll('hallmarks');
  return hallmarks.sort((a, b) => b.at - a.at);
}

/** Stores a hallmark, unless a stored one has at least as many countersignatures. */
export async function storeHallmark(hallmark: StoredHallmark): Promise<void> {
  const { store, done } = (await database.open()).transaction('hallmarks', 'readwrite');
  const stored = await store.get(hallmark.id);
  if (!stored) await store.put(hallmark);
  else if (hallmark.countersignatures > stored.countersignatures) {
    await store.put({ ...hallmark, isReceived: stored.isReceived });
  }
  await done;
}

export async function deleteHallmark(id: string): Promise<void> {
  await (await database.open()).delete('hallmarks', id);
}

/**
 * Returns the key pair of this browser. If none is stored, creates and stores one, unless another tab stores one first.
 * @param create called only if no key pair is stored
 */
export async function ensureBrowserKeys(create: () => Promise<CryptoKeyPair>): Promise<CryptoKeyPair> {
  const opened = await database.open();
  const stored = await opened.get('keys', 'browser');
  if (stored) return stored;
  const created = await create(); // outside the transaction, which would end during the wait
  const { store, done } = opened.transaction('keys', 'readwrite');
  const other = await store.get('browser');
  if (!other) await store.put(created, 'browser');
  await done;
  return other ?? created;
}
