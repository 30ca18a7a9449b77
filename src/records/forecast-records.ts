import type { DBSchema } from 'idb';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import { RecordDatabase } from './database.ts';

/** A forecast of a run time, and the measured time. */
export interface ForecastCheck {
  readonly model: string;
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly expectedMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly measuredMs: number;
  /** `measuredMs` divided by `expectedMs`. */
  readonly ratio: number;
  /** The basis of the forecast; absent in records of 0.1.0. */
  readonly basis?: 'calibrated' | 'kernels' | 'record' | 'uncalibrated';
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Schema extends DBSchema {
  tested: { key: number; value: ForecastCheck };
}

/** A record of version 0.1.0, which called the engine its runtime. */
type FormerCheck = Omit<ForecastCheck, 'engine'> & { readonly runtime: EngineId };

/** Heuristic, not measured: old forecast errors do not represent the current engine and driver. */
const maxStored = 200;

const database = new RecordDatabase<Schema>('assay-forecasts', [
  (created) => void created.createObjectStore('tested', { autoIncrement: true }),
  async (_, transaction) => {
    for await (const cursor of transaction.objectStore('tested')) {
      const { runtime: engine, ...check } = cursor.value as unknown as FormerCheck;
      await cursor.update({ ...check, engine });
    }
  },
]);

/** Lists the forecasts tested on this device, newest first; empty if the browser blocks storage. */
export async function listForecastChecks(): Promise<readonly ForecastCheck[]> {
  try {
    return (await (await database.open()).getAll('tested')).toReversed();
  } catch {
    return [];
  }
}

/** Stores a check, and deletes the oldest beyond {@link maxStored}. */
export async function storeForecastCheck(check: ForecastCheck): Promise<void> {
  const { store, done } = (await database.open()).transaction('tested', 'readwrite');
  await store.add(check);
  const keys = await store.getAllKeys();
  await Promise.all(keys.slice(0, -maxStored).map((key) => store.delete(key)));
  await done;
}
