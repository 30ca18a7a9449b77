import type { DBSchema } from 'idb';
import type { DeviceId, EngineId } from '#core/engines.ts';
import { RecordDatabase } from './database.ts';

/** One forecast that a real run put to the test. */
export interface ForecastOutcome {
  readonly model: string;
  readonly runtime: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly expectedMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly measuredMs: number;
  /** Measured over expected. */
  readonly ratio: number;
  /** What the forecast rested on; absent in records of 0.1.0. */
  readonly basis?: 'calibrated' | 'kernels' | 'record' | 'uncalibrated';
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Schema extends DBSchema {
  tested: { key: number; value: ForecastOutcome };
}

/** Chosen: old errors say little of today's engine and driver. */
const maxStored = 200;

const database = new RecordDatabase<Schema>('assay-forecasts', [
  (created) => void created.createObjectStore('tested', { autoIncrement: true }),
]);

/** Every forecast that was put to the test on this device, the latest first. Empty where the browser stores nothing. */
export async function storedForecastOutcomes(): Promise<readonly ForecastOutcome[]> {
  try {
    return (await (await database.open()).getAll('tested')).toReversed();
  } catch {
    return [];
  }
}

/** The oldest beyond {@link maxStored} are deleted. */
export async function storeForecastOutcome(tested: ForecastOutcome): Promise<void> {
  const { store, done } = (await database.open()).transaction('tested', 'readwrite');
  await store.add(tested);
  const keys = await store.getAllKeys();
  await Promise.all(keys.slice(0, -maxStored).map((old) => store.delete(old)));
  await done;
}
