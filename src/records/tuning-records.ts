import type { DBSchema } from 'idb';
import type { Tuning } from '#tune/tune-result.ts';
import { RecordDatabase } from './database.ts';

/** The race of one model on this device: its outcome, and the state to continue it after a reload. */
export interface TuningRecord extends Tuning {
  /** Identifies the model, the sizes of its free dimensions, and the objective. */
  readonly id: string;
  /** Computed by `toModelKey` in `state/tune/tuned-models.ts`. */
  readonly model: string;
  /** Browser, number of threads and version of this app. The measurements are valid only if all three are unchanged. */
  readonly device: string;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
}

interface Schema extends DBSchema {
  races: { key: string; value: TuningRecord; indexes: { model: string } };
}

/** A race of sixteen configurations has about 50 kB. */
const maxStored = 100;

const database = new RecordDatabase<Schema>('assay-tunings', [
  (created) => void created.createObjectStore('races', { keyPath: 'id' }).createIndex('model', 'model'),
]);

/** Lists the races of a model, newest first; empty if the browser blocks storage. */
export async function listTunings(model: string): Promise<readonly TuningRecord[]> {
  try {
    const races = await (await database.open()).getAllFromIndex('races', 'model', model);
    return races.sort((a, b) => b.startedAtMs - a.startedAtMs);
  } catch {
    return [];
  }
}

/**
 * Stores a race, replaces one with the same id, and deletes the oldest beyond `maxStored`.
 * @throws any error of IndexedDB
 */
export async function storeTuning(record: TuningRecord): Promise<void> {
  const { store, done } = (await database.open()).transaction('races', 'readwrite');
  await store.put(record);
  const races = await store.getAll();
  const excess = races.sort((a, b) => b.startedAtMs - a.startedAtMs).slice(maxStored);
  await Promise.all(excess.map(({ id }) => store.delete(id)));
  await done;
}
