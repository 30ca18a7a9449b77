import type { DBSchema } from 'idb';
import type { Correction } from '#teach/corrections/correction.ts';
import { RecordDatabase } from './database.ts';

/** A correction, with the SHA-256 of the model file that computed its features. Contains no image. */
export interface StoredCorrection extends Correction {
  readonly id?: number;
  readonly origin: string;
}

/** A model that learned from corrections. Digests are SHA-256 of files. */
export interface Adaptation {
  readonly sha256: string;
  readonly parent: string;
}

interface Schema extends DBSchema {
  corrections: { key: number; value: StoredCorrection; indexes: { origin: string } };
  adaptations: { key: string; value: Adaptation };
}

const database = new RecordDatabase<Schema>('assay-corrections', [
  (created) => {
    created.createObjectStore('corrections', { keyPath: 'id', autoIncrement: true }).createIndex('origin', 'origin');
    created.createObjectStore('adaptations', { keyPath: 'sha256' });
  },
]);

/**
 * Loads the corrections of a model, the oldest first. After a rollback, corrections that only a later model learned
 * from count as new again.
 * @throws any error of IndexedDB
 */
export async function loadCorrections({
  sha256,
  origin,
}: {
  readonly sha256: string;
  readonly origin: string;
}): Promise<readonly StoredCorrection[]> {
  const opened = await database.open();
  const [stored, adaptations] = await Promise.all([
    opened.getAllFromIndex('corrections', 'origin', origin),
    opened.getAll('adaptations'),
  ]);
  const parents = new Map(adaptations.map((adaptation) => [adaptation.sha256, adaptation.parent]));
  const lineage = new Set(['given']);
  for (let model: string | undefined = sha256; model && !lineage.has(model); model = parents.get(model))
    lineage.add(model);
  const renew = (correction: StoredCorrection): StoredCorrection => ({ ...correction, acceptedBy: null });
  const isCurrent = ({ acceptedBy }: StoredCorrection) => acceptedBy === null || lineage.has(acceptedBy);
  return stored.map((correction) => (isCurrent(correction) ? correction : renew(correction)));
}

/** @returns them with their ids @throws any error of IndexedDB */
export async function addCorrections(added: readonly StoredCorrection[]): Promise<readonly StoredCorrection[]> {
  const { store, done } = (await database.open()).transaction('corrections', 'readwrite');
  const ids = await Promise.all(added.map((correction) => store.add(correction)));
  await done;
  return added.map((correction, index) => ({ ...correction, id: ids[index]! }));
}

/**
 * Stores that a model learned from the corrections of a session, and which of them were held out.
 * @throws any error of IndexedDB
 */
export async function storeAdaptation(
  adaptation: Adaptation,
  { session, heldOut }: { readonly session: readonly StoredCorrection[]; readonly heldOut: readonly boolean[] },
): Promise<void> {
  const transaction = (await database.open()).transaction(['corrections', 'adaptations'], 'readwrite');
  await Promise.all([
    transaction.objectStore('adaptations').put(adaptation),
    ...session.map((correction, index) =>
      transaction
        .objectStore('corrections')
        .put({ ...correction, isHeldOut: heldOut[index]!, acceptedBy: adaptation.sha256 }),
    ),
    transaction.done,
  ]);
}

/** Deletes the corrections of a model and of those adapted from it. @throws any error of IndexedDB */
export async function deleteCorrections(origin: string): Promise<void> {
  const { store, done } = (await database.open()).transaction('corrections', 'readwrite');
  for (const key of await store.index('origin').getAllKeys(origin)) await store.delete(key);
  await done;
}
