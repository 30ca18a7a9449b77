import type { DBSchema } from 'idb';
import type { ErrorCode } from '#core/errors/error.ts';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import { RecordDatabase } from './database.ts';

/** A trial of a recipe on a model, with the measurements of the result, as plain JSON without the model. */
export interface OptimisationTrial {
  /** SHA-256 of the model. */
  readonly parent: string;
  /** The recipe as canonical JSON. */
  readonly recipe: string;
  /** The scheme; `null` if the model was only cleaned. */
  readonly scheme: string | null;
  /** The dataset's name and number of items, and the gates that judged the result; empty without data. */
  readonly data: string;
  /** Epoch milliseconds. */
  readonly triedAt: number;
  readonly outcome: TrialOutcome;
}

/** The evaluation of a result on data. */
export interface JudgedTrial {
  /** The main scores of the result and of the original on the same items; `null` without labelled data. */
  readonly score: { readonly metric: string; readonly value: number; readonly original: number } | null;
  /** The verdict of the gate file, and the ids of the required gates that do not pass; absent without a gate file. */
  readonly gates?: { readonly verdict: GateRun['verdict']; readonly unmet: readonly string[] };
}

export type TrialOutcome =
  | ({
      readonly kind: 'made';
      readonly sizeBytes: number;
      readonly sha256: string;
      readonly medianMs: number;
      readonly intervalMs: readonly [low: number, high: number] | null;
      /** How many times as fast as the original, with a 95% interval; `null` if it was not determined. */
      readonly speedUp: { readonly ratio: number; readonly interval: readonly [low: number, high: number] } | null;
      /** The lowest cosine between an output and the original's; `null` if none was compared. */
      readonly cosine: number | null;
    } & JudgedTrial)
  /** The scheme did not change the model, for the reason in its outcome. */
  | { readonly kind: 'refused'; readonly why: unknown }
  | { readonly kind: 'failed'; readonly error: ErrorCode };

interface Schema extends DBSchema {
  trials: { key: [parent: string, recipe: string, data: string]; value: OptimisationTrial };
}

const database = new RecordDatabase<Schema>('assay-optimisations', [
  (created) => {
    created.createObjectStore('trials', { keyPath: ['parent', 'recipe', 'data'] });
  },
]);

/**
 * Loads the trials of a model, oldest first.
 * @throws any error of IndexedDB
 */
export async function loadTrials(parent: string): Promise<readonly OptimisationTrial[]> {
  const trials = await (await database.open()).getAll('trials', IDBKeyRange.bound([parent], [parent, []]));
  return trials.sort((a, b) => a.triedAt - b.triedAt);
}

/**
 * Replaces an earlier trial of the same recipe.
 * @throws any error of IndexedDB
 */
export async function storeTrial(trial: OptimisationTrial): Promise<void> {
  await (await database.open()).put('trials', trial);
}

/**
 * Finds the latest trial that created the model with this SHA-256, on any data; `null` if there is none.
 * @throws any error of IndexedDB
 */
export async function findLatestTrial(sha256: string): Promise<OptimisationTrial | null> {
  const trials = await (await database.open()).getAll('trials');
  const creating = trials.filter(({ outcome }) => outcome.kind === 'made' && outcome.sha256 === sha256);
  return creating.sort((a, b) => b.triedAt - a.triedAt)[0] ?? null;
}
