import { openDB, type DBSchema } from 'idb';
import type { DeviceProfile } from '#advise/device-profile.ts';
import type { EarlierRatio } from '#advise/recommend.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { Dimensions } from '#core/report.ts';
import type { DeviceId, RuntimeId, TextRuntimeId } from '#core/runtime.ts';

/** One forecast that a real run put to the test. */
export interface TestedForecast extends EarlierRatio {
  readonly model: string;
  readonly threads: number;
  readonly expectedMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly measuredMs: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface MeasuredRun {
  readonly files: readonly File[];
  readonly runtime: RuntimeId | TextRuntimeId;
  readonly device: DeviceId;
  readonly threads: number;
  /** Sizes that the run gave to free dimensions. */
  readonly dimensions: Dimensions;
  /** One run of the graph, or one token. */
  readonly measuredMs: number;
}

interface Schema extends DBSchema {
  tested: { key: number; value: TestedForecast };
}

/** Old errors say little of today's engine and driver. */
const mostKept = 200;

const database = () =>
  openDB<Schema>('assay-forecasts', 1, {
    upgrade: (db) => void db.createObjectStore('tested', { autoIncrement: true }),
  });

/** Every forecast that was put to the test on this device, the latest first. Empty where the browser keeps nothing. */
export async function testedForecasts(): Promise<readonly TestedForecast[]> {
  try {
    return (await (await database()).getAll('tested')).reverse();
  } catch {
    return [];
  }
}

/**
 * Compares a measured time with what would have been forecast from the device's figures alone, and keeps the outcome.
 * null: there is nothing to compare, as the run was of another size, or no forecast can be made.
 */
export async function noteMeasured(run: MeasuredRun, profile: DeviceProfile): Promise<TestedForecast | null> {
  // The forecast counts a free dimension as 1.
  if (Object.values(run.dimensions).some((size) => size !== 1)) return null;
  const inspector = new InspectHandle();
  try {
    const { name } = await inspector.readFiles(run.files);
    const { candidates } = await inspector.advise(profile, {});
    const { runtime, device, threads, measuredMs } = run;
    const same = candidates.find(
      (candidate) =>
        candidate.runtime === runtime &&
        candidate.device === device &&
        (device !== 'wasm' || candidate.threads === threads),
    );
    if (!same?.forecast.known) return null;
    const { expectedMs, lowMs, highMs } = same.forecast;
    const ratio = measuredMs / expectedMs;
    const tested = {
      model: name,
      runtime,
      device,
      threads,
      expectedMs,
      lowMs,
      highMs,
      measuredMs,
      ratio,
      at: Date.now(),
    };
    await keep(tested);
    return tested;
  } catch {
    return null; // The run itself stands; only this comparison is not to be had.
  } finally {
    inspector.close();
  }
}

async function keep(tested: TestedForecast): Promise<void> {
  const db = await database();
  await db.add('tested', tested);
  const keys = await db.getAllKeys('tested');
  for (const old of keys.slice(0, -mostKept)) await db.delete('tested', old);
}
