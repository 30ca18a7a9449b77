import type { DBSchema } from 'idb';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { NetworkRecord } from '#gates/gate-evidence.ts';
import type { Validity } from '#core/report/report-header.ts';
import type { Report, ReportKind } from '#core/report/report.ts';
import type { ChecklistSignature } from '#validation/checklist/checklist.ts';
import type { StatementId } from '#validation/compliance/facts.ts';
import { RecordDatabase } from './database.ts';

interface SummaryHeader {
  /** The id of the result in URLs, derived from the result, so the same result is not stored twice. */
  readonly id: string;
  /** When it was recorded, by which results are sorted; of a received one, when it was measured. Epoch milliseconds. */
  readonly at: number;
  /** Whether the result was received as a link or file instead of measured in this browser. */
  readonly isReceived: boolean;
  /** The link that contains the result: `#/r/…`, `#/device?…` or `#/compare/…`. */
  readonly hash: string;
}

export interface ReportSummary extends SummaryHeader {
  readonly kind: ReportKind;
  /** When the run started, in epoch milliseconds; absent in records of earlier versions. */
  readonly startedAt?: number;
  readonly model: string;
  /** The browser, or the CPU of a host, and the operating system. */
  readonly machine: string;
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly validity: Validity;
  readonly cells: readonly {
    readonly name: string;
    readonly value: number;
    readonly unit: 'ms' | 'tokens/s' | 'fraction';
  }[];
}

export interface DeviceCheckSummary extends SummaryHeader {
  readonly kind: 'device';
  readonly machine: string;
  /** The speed of the fastest measured matrix multiplication; `null` if none was measured. */
  readonly gflops: number | null;
}

export interface ComparisonSummary extends SummaryHeader {
  readonly kind: 'comparison';
  readonly model: string;
  readonly machines: readonly [first: string, second: string];
  readonly cells: readonly {
    readonly name: string;
    readonly faster: 'first' | 'second' | 'neither' | 'unclear';
    readonly factor: number;
  }[];
}

/** The verdict of a gate file on an evaluation. `hash` is the link of its report. */
export interface GateRunSummary extends SummaryHeader {
  readonly kind: 'gates';
  /** When the run started, in epoch milliseconds; absent in records of earlier versions. */
  readonly startedAt?: number;
  readonly model: string;
  readonly machine: string;
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly verdict: GateRun['verdict'];
  readonly grade: GateRun['grade'];
}

/** A finished search for the best configuration of a model, the latest of its kind. `hash` opens it on the Tune page. */
export interface TuningSummary extends SummaryHeader {
  readonly kind: 'tuning';
  readonly model: string;
  readonly machine: string;
  /** The time of an inference with the best configuration; `null` if none was found. */
  readonly ms: number | null;
}

/** The summary in lists. It has a few hundred bytes, a report with samples up to several hundred thousand. */
export type ResultSummary = ReportSummary | DeviceCheckSummary | ComparisonSummary | GateRunSummary | TuningSummary;

/** A person's signatures and statements about a gate run. */
export interface GateRunReview {
  readonly signatures: readonly ChecklistSignature[];
  readonly statements: Readonly<Partial<Record<StatementId, string>>>;
}

/** The results of all gates, with a person's signatures and statements. */
export interface StoredGateRun extends GateRunReview {
  readonly gateRun: GateRun;
  /** The requests during the run; absent if they were not recorded. */
  readonly network?: NetworkRecord;
}

export interface StoredResult {
  readonly summary: ResultSummary;
  /** `null` for device checks, comparisons, gate runs and searches, which have no report. */
  readonly report: Report | null;
  /** Present only for gate runs. */
  readonly gates?: StoredGateRun;
}

interface Schema extends DBSchema {
  summaries: { key: string; value: ResultSummary };
  reports: { key: string; value: Report };
  gateRuns: { key: string; value: StoredGateRun };
  /** The tags of records, including hallmarks, by their ids. */
  tags: { key: string; value: readonly string[] };
}

const database = new RecordDatabase<Schema>('assay-results', [
  (created) => {
    created.createObjectStore('summaries', { keyPath: 'id' });
    created.createObjectStore('reports');
  },
  async (upgraded, transaction) => {
    upgraded.createObjectStore('gateRuns');
    upgraded.createObjectStore('tags');
    const summaries = transaction.objectStore('summaries');
    for (const summary of await summaries.getAll())
      if (summary.kind === 'task') await summaries.put({ ...summary, cells: summary.cells.map(toFraction) });
  },
]);

/** Renames the unit of a score: version 1 called a fraction a share. */
function toFraction({ name, value }: ReportSummary['cells'][number]): ReportSummary['cells'][number] {
  return { name, value, unit: 'fraction' };
}

const stores = ['summaries', 'reports', 'gateRuns'] as const;

/** Lists the summaries of all stored results, newest first. */
export async function listSummaries(): Promise<ResultSummary[]> {
  const summaries = await (await database.open()).getAll('summaries');
  return summaries.sort((a, b) => b.at - a.at);
}

/** Loads a result; `null` if it is not stored. */
export async function loadResult(id: string): Promise<StoredResult | null> {
  const transaction = (await database.open()).transaction(stores);
  const [summary, report = null, gates] = await Promise.all([
    transaction.objectStore('summaries').get(id),
    transaction.objectStore('reports').get(id),
    transaction.objectStore('gateRuns').get(id),
  ]);
  return summary ? { summary, report, ...(gates && { gates }) } : null;
}

/** Stores all results, or none if it fails. */
export async function storeResults(results: readonly StoredResult[]): Promise<void> {
  const transaction = (await database.open()).transaction(stores, 'readwrite');
  const [summaries, reports, gateRuns] = [
    transaction.objectStore('summaries'),
    transaction.objectStore('reports'),
    transaction.objectStore('gateRuns'),
  ];
  const writes: Promise<unknown>[] = [transaction.done];
  try {
    for (const { summary, report, gates } of results) {
      writes.push(summaries.put(summary));
      if (report) writes.push(reports.put(report, summary.id));
      if (gates) writes.push(gateRuns.put(gates, summary.id));
    }
  } catch (thrown) {
    // `put` throws synchronously for a value that cannot be stored. Without an abort, earlier values would be
    // committed.
    transaction.abort();
    await Promise.allSettled(writes);
    throw thrown;
  }
  await Promise.all(writes);
}

export async function deleteResults(ids: readonly string[]): Promise<void> {
  const transaction = (await database.open()).transaction(stores, 'readwrite');
  const deletions = stores.flatMap((name) => ids.map((id) => transaction.objectStore(name).delete(id)));
  await Promise.all([...deletions, transaction.done]);
}

/** Stores a person's signatures and statements about a gate run; has no effect if the run is not stored. */
export async function storeReview(id: string, review: GateRunReview): Promise<void> {
  const { store, done } = (await database.open()).transaction('gateRuns', 'readwrite');
  const stored = await store.get(id);
  if (stored) await store.put({ ...stored, ...review }, id);
  await done;
}

/** Lists the tags of all tagged records, by record id. */
export async function listTags(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { store } = (await database.open()).transaction('tags');
  const [ids, tags] = await Promise.all([store.getAllKeys(), store.getAll()]);
  return new Map(ids.map((id, index) => [id, tags[index] ?? []]));
}

/**
 * Changes the tags of all these records, or of none if it fails.
 * @param change receives and returns tags without duplicates, in any order
 */
export async function changeTags(
  ids: readonly string[],
  change: (tags: readonly string[], id: string) => readonly string[],
): Promise<void> {
  const { store, done } = (await database.open()).transaction('tags', 'readwrite');
  for (const id of ids) {
    const changed = change((await store.get(id)) ?? [], id);
    await (changed.length > 0 ? store.put(changed, id) : store.delete(id));
  }
  await done;
}
