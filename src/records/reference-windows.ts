import type { DBSchema } from 'idb';
import type { Observation } from '#core/task/observation.ts';
import type { TimedObservation } from '#monitor/recent-observations.ts';
import { RecordDatabase } from './database.ts';

/** Observations of a model while it worked well, as a reference for later ones. Contains no inputs. */
export interface ReferenceWindow {
  readonly task: string;
  /** The id of the model. */
  readonly model: string;
  /** Epoch milliseconds. */
  readonly keptAt: number;
  /** The observations have times if they are of inputs of a deployment. */
  readonly observations: readonly (Observation | TimedObservation)[];
}

interface Schema extends DBSchema {
  windows: { key: [task: string, model: string]; value: ReferenceWindow };
}

const database = new RecordDatabase<Schema>('assay-reference-windows', [
  (created) => {
    created.createObjectStore('windows', { keyPath: ['task', 'model'] });
  },
]);

/**
 * Loads the window of a task and model.
 * @returns `null` if none is stored
 * @throws any error of IndexedDB
 */
export async function loadReferenceWindow(task: string, model: string): Promise<ReferenceWindow | null> {
  return (await (await database.open()).get('windows', [task, model])) ?? null;
}

/**
 * Replaces the window of the same task and model.
 * @throws any error of IndexedDB
 */
export async function storeReferenceWindow(window: ReferenceWindow): Promise<void> {
  await (await database.open()).put('windows', window);
}

/**
 * Deletes the window of a task and model.
 * @throws any error of IndexedDB
 */
export async function deleteReferenceWindow(task: string, model: string): Promise<void> {
  await (await database.open()).delete('windows', [task, model]);
}
