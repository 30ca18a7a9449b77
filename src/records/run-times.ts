import { readLocalText, writeLocalText } from './local-storage.ts';

const key = 'assay.run-times';
/** Enough for a median; earlier runs may have had another engine version or load. Heuristic. */
const maxTimes = 30;

type RunTimes = Readonly<Record<string, readonly number[]>>;

/** The times of the latest runs of a bundled model on the Run page of this browser, in ms, oldest first. */
export function listRunTimesMs(modelId: string): readonly number[] {
  const times: unknown = readAll()[modelId];
  return Array.isArray(times) ? times.filter((ms): ms is number => typeof ms === 'number' && ms > 0) : [];
}

/** Stores the time of a run, and discards the oldest beyond {@link maxTimes}. */
export function noteRunTime(modelId: string, ms: number): void {
  writeLocalText(key, JSON.stringify({ ...readAll(), [modelId]: [...listRunTimesMs(modelId), ms].slice(-maxTimes) }));
}

function readAll(): RunTimes {
  try {
    const stored: unknown = JSON.parse(readLocalText(key) ?? '{}');
    return stored && typeof stored === 'object' ? (stored as RunTimes) : {};
  } catch {
    return {};
  }
}
