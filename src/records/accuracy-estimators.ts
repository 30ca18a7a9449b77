import type { DBSchema } from 'idb';
import type { AccuracyEstimator } from '#drift/accuracy/accuracy-estimator.ts';
import { RecordDatabase } from './database.ts';

/** An estimator of the accuracy of a model, with the labelled dataset that it was fitted on. */
export interface StoredEstimator {
  /** The key of the model, from {@link toModelKey}. */
  readonly model: string;
  readonly task: string;
  /** Name and SHA-256 of the labelled dataset. */
  readonly dataset: { readonly name: string; readonly sha256: string };
  /** Epoch milliseconds. */
  readonly fittedAtMs: number;
  readonly estimator: AccuracyEstimator;
}

interface Schema extends DBSchema {
  estimators: { key: [model: string, task: string, dataset: string]; value: StoredEstimator };
}

const database = new RecordDatabase<Schema>('assay-accuracy-estimators', [
  (created) => void created.createObjectStore('estimators', { keyPath: ['model', 'task', 'dataset.sha256'] }),
]);

/** Returns a key of the model's files that does not depend on their names and order. */
export function toModelKey(files: readonly { readonly sha256: string }[]): string {
  return files
    .map(({ sha256 }) => sha256)
    .sort()
    .join(' ');
}

/** Replaces the estimator of the same model, task and dataset. @throws any error of IndexedDB */
export async function storeEstimator(estimator: StoredEstimator): Promise<void> {
  await (await database.open()).put('estimators', estimator);
}

/**
 * Finds the estimator that was fitted on the most items, and the latest of these; `null` if there is none.
 * @throws any error of IndexedDB
 */
export async function findEstimator(
  files: readonly { readonly sha256: string }[],
  task: string,
): Promise<StoredEstimator | null> {
  if (files.length === 0) return null;
  const model = toModelKey(files);
  const estimators = await (
    await database.open()
  ).getAll('estimators', IDBKeyRange.bound([model, task], [model, task, []]));
  estimators.sort((a, b) => b.estimator.items - a.estimator.items || b.fittedAtMs - a.fittedAtMs);
  return estimators[0] ?? null;
}
