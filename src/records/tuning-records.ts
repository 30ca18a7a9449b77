import type { DBSchema } from 'idb';
import type { Objective, Trial } from '#tune/configuration.ts';
import type { ExclusionReason } from '#tune/order-trials.ts';
import type { Block, Elimination, SearchState } from '#tune/search-state.ts';
import type { TrialSummary, TuneOutcome } from '#tune/tune-outcome.ts';
import type { Tuning } from '#tune/tune-result.ts';
import { RecordDatabase } from './database.ts';

/** The search for one model on this device: its outcome, and the state to continue it after a reload. */
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

/** A search among sixteen configurations has about 50 kB. */
const maxStored = 100;

const database = new RecordDatabase<Schema>('assay-tunings', [
  (created) => void created.createObjectStore('races', { keyPath: 'id' }).createIndex('model', 'model'),
  async (_, transaction) => {
    const store = transaction.objectStore('races');
    for (const record of await store.getAll()) await store.put(renameFields(record as unknown as TuningV1));
  },
]);

/** A record of version 1, whose search has other field names. */
type TuningV1 = Omit<TuningRecord, 'trials' | 'excluded' | 'search' | 'outcome'> & {
  readonly contenders: TuningRecord['trials'];
  readonly excluded: readonly { readonly contender: Trial; readonly reason: ExclusionReason }[];
  readonly race: {
    readonly rungs: readonly {
      readonly objective: Objective;
      readonly isDuel: boolean;
      readonly anchor: string;
      readonly heats: readonly {
        readonly contenders: readonly string[];
        readonly blocks: readonly Block[];
        readonly spentMs: number;
      }[];
    }[];
    readonly departures: SearchState['eliminations'];
    readonly spentMs: number;
  };
  readonly outcome:
    | (Omit<TuneOutcome, 'trialSummaries'> & {
        readonly standings: readonly (Omit<TrialSummary, 'elimination'> & { readonly departure: Elimination | null })[];
      })
    | null;
};

function renameFields({ contenders: trials, excluded, race, outcome, ...record }: TuningV1): TuningRecord {
  const rungs = race.rungs.map(({ isDuel: isHeadToHead, heats, ...rung }) => ({
    ...rung,
    isHeadToHead,
    cohorts: heats.map(({ contenders, ...heat }) => ({ ...heat, trials: contenders })),
  })) as unknown as SearchState['rungs'];
  const { standings = [], ...summary } = outcome ?? {};
  const trialSummaries = standings.map(({ departure: elimination, ...trial }) => Object.assign(trial, { elimination }));
  return {
    ...record,
    trials,
    excluded: excluded.map(({ contender: trial, reason }) => ({ trial, reason })),
    search: { rungs, eliminations: race.departures, spentMs: race.spentMs },
    outcome: outcome && { ...(summary as Omit<TuneOutcome, 'trialSummaries'>), trialSummaries },
  };
}

/** Lists the searches of a model, newest first; empty if the browser blocks storage. */
export async function listTunings(model: string): Promise<readonly TuningRecord[]> {
  try {
    const records = await (await database.open()).getAllFromIndex('races', 'model', model);
    return records.sort((a, b) => b.startedAtMs - a.startedAtMs);
  } catch {
    return [];
  }
}

/** Loads a search; `null` if it is not stored. */
export async function loadTuning(id: string): Promise<TuningRecord | null> {
  try {
    return (await (await database.open()).get('races', id)) ?? null;
  } catch {
    return null;
  }
}

/**
 * Stores a search, replaces one with the same id, and deletes the oldest beyond `maxStored`.
 * @throws any error of IndexedDB
 */
export async function storeTuning(record: TuningRecord): Promise<void> {
  const { store, done } = (await database.open()).transaction('races', 'readwrite');
  await store.put(record);
  const records = await store.getAll();
  const excess = records.sort((a, b) => b.startedAtMs - a.startedAtMs).slice(maxStored);
  await Promise.all(excess.map(({ id }) => store.delete(id)));
  await done;
}
