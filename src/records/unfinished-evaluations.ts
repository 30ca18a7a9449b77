import type { DBSchema } from 'idb';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { ColumnRoles, LayoutId } from '#evaluate/dataset/labelled-dataset.ts';
import type { TimestampedGateFile } from '#gates/run-gates.ts';
import { RecordDatabase } from './database.ts';

/** An unfinished evaluation: all data to continue it after a reload, except the completed items. */
export interface UnfinishedEvaluation {
  readonly id: string;
  /** The address of its page: models, settings, sample and seed. */
  readonly hash: string;
  /** The digest of all data that must be unchanged for the completed items to remain valid. */
  readonly identity: string;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
  readonly folder: {
    readonly name: string;
    /** `null` if the browser provided none; the user must then choose the folder again. */
    readonly handle: FileSystemDirectoryHandle | null;
  };
  /** The user's changes to the detected layout of the labels. */
  readonly options: {
    readonly layout?: LayoutId;
    readonly columns?: ColumnRoles;
    readonly labelFile?: string;
    readonly split?: string;
  };
  /** The model's labels by class of the dataset, as the user chose them. */
  readonly classMap: Readonly<Record<string, string>>;
  /** The gate file before the run; `null` without one. */
  readonly gateFile: TimestampedGateFile | null;
  /** The name of the model. Runs stored by earlier versions of the app have neither `model` nor `entry`. */
  readonly model?: string | null;
  /** The state of its history entry: the file names of the models, and the text of the gate file. */
  readonly entry?: {
    readonly files?: readonly string[];
    readonly baselineFiles?: readonly string[];
    readonly gates?: string;
  };
  /** The number of items of the run. */
  readonly total: number;
  /** The number of items that ran, including failed ones. */
  readonly done: number;
}

/** Items that ran, in the order of the run. */
export interface CompletedItems {
  readonly candidate: EvaluatedItem[];
  /** `null` without a baseline. */
  readonly baseline: EvaluatedItem[] | null;
  /** The sizes of the blocks in which both models ran. */
  readonly blocks: number[];
}

interface Schema extends DBSchema {
  runs: { key: string; value: UnfinishedEvaluation };
  /** Items by the id of the run and the number of items before them. */
  items: { key: [run: string, start: number]; value: CompletedItems };
}

/** Ten thousand items have about 10 MB. */
const maxStored = 5;

const database = new RecordDatabase<Schema>('assay-evaluations', [
  (created) => {
    created.createObjectStore('runs', { keyPath: 'id' });
    created.createObjectStore('items');
  },
]);

/** Finds the latest unfinished evaluation of a page's address; `null` if there is none. */
export async function findUnfinishedEvaluation(hash: string): Promise<UnfinishedEvaluation | null> {
  const runs = await (await database.open()).getAll('runs');
  return runs.filter((run) => run.hash === hash).sort(compareLatestFirst)[0] ?? null;
}

/** Finds the latest unfinished evaluation of a task; `null` if there is none. */
export async function findUnfinishedOfTask(task: string): Promise<UnfinishedEvaluation | null> {
  const runs = await (await database.open()).getAll('runs');
  const belongsToTask = ({ hash, done }: UnfinishedEvaluation) => done > 0 && readTask(hash) === task;
  return runs.filter(belongsToTask).sort(compareLatestFirst)[0] ?? null;
}

const readTask = (hash: string) => new URLSearchParams(hash.split('?')[1]).get('task');

/** Stores a run, replaces one with the same address, and deletes the oldest beyond `maxStored`. */
export async function storeUnfinishedEvaluation(run: UnfinishedEvaluation): Promise<void> {
  const { runs, items, done } = await openStores();
  const others = (await runs.getAll()).sort(compareLatestFirst);
  const replaced = others.filter(({ hash }) => hash === run.hash);
  const oldest = others.filter(({ hash }) => hash !== run.hash).slice(maxStored - 1);
  const deletions = [...replaced, ...oldest].flatMap(({ id }) => [runs.delete(id), items.delete(toItemRange(id))]);
  await Promise.all([...deletions, runs.put(run), done]);
}

/** Stores the next items of a run; has no effect if the run was deleted, e.g. in another tab. */
export async function storeCompletedItems(id: string, completed: CompletedItems): Promise<void> {
  const { runs, items, done } = await openStores();
  const run = await runs.get(id);
  const writes = run
    ? [items.put(completed, [id, run.done]), runs.put({ ...run, done: run.done + completed.candidate.length })]
    : [];
  await Promise.all([...writes, done]);
}

/** Loads all stored items of a run. */
export async function loadCompletedItems(id: string): Promise<CompletedItems> {
  const parts = await (await database.open()).getAll('items', toItemRange(id));
  return {
    candidate: parts.flatMap(({ candidate }) => candidate),
    baseline: parts.some(({ baseline }) => baseline) ? parts.flatMap(({ baseline }) => baseline ?? []) : null,
    blocks: parts.flatMap(({ blocks }) => blocks),
  };
}

export async function deleteUnfinishedEvaluation(id: string): Promise<void> {
  const { runs, items, done } = await openStores();
  await Promise.all([runs.delete(id), items.delete(toItemRange(id)), done]);
}

async function openStores() {
  const transaction = (await database.open()).transaction(['runs', 'items'], 'readwrite');
  return { runs: transaction.objectStore('runs'), items: transaction.objectStore('items'), done: transaction.done };
}

function toItemRange(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}

function compareLatestFirst(a: UnfinishedEvaluation, b: UnfinishedEvaluation): number {
  return b.startedAtMs - a.startedAtMs;
}
