import type { DBSchema } from 'idb';
import type { SigningKey } from '#federated/protocol/envelope.ts';
import { RecordDatabase } from './database.ts';

/**
 * The identity of this browser in a federation: its key, which cannot be exported, and the steps that count for
 * epsilon.
 */
export interface Participation extends SigningKey {
  /** The digest of the plan. */
  readonly id: string;
  readonly steps: number;
}

interface Schema extends DBSchema {
  participations: { key: string; value: Participation };
}

const database = new RecordDatabase<Schema>('assay-federations', [
  (created) => void created.createObjectStore('participations', { keyPath: 'id' }),
]);

/** @returns `null` if this browser has not taken part yet @throws any error of IndexedDB */
export async function loadParticipation(id: string): Promise<Participation | null> {
  return (await (await database.open()).get('participations', id)) ?? null;
}

/** @throws any error of IndexedDB */
export async function storeParticipation(participation: Participation): Promise<void> {
  await (await database.open()).put('participations', participation);
}
