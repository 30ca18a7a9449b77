import type { DBSchema } from 'idb';
import type { DeviceId, EngineId } from '#core/engines.ts';
import type { Outcome, Report, ReportKind } from '#core/report.ts';
import { RecordDatabase } from './database.ts';

interface SummaryHeader {
  /** The id of the result in URLs. It is derived from the result, so that the same one is not stored twice. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whether it was received as a link or file instead of measured here. */
  readonly isReceived: boolean;
  /** The link that contains the result: `#/r/…`, `#/device?…` or `#/compare/…`. */
  readonly hash: string;
}

export interface ReportSummary extends SummaryHeader {
  readonly kind: ReportKind;
  readonly model: string;
  /** The browser, or the CPU of a host, and the operating system. */
  readonly machine: string;
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly outcome: Outcome;
  readonly cells: readonly {
    readonly name: string;
    readonly value: number;
    readonly unit: 'ms' | 'tokens/s' | 'fraction';
  }[];
}

export interface DeviceCheckSummary extends SummaryHeader {
  readonly kind: 'device';
  readonly machine: string;
  /** Speed of the fastest measured matrix product; `null` if none was measured. */
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

/** The summary shown in lists: a few hundred bytes, whereas a report with samples has up to some hundred thousand. */
export type ResultSummary = ReportSummary | DeviceCheckSummary | ComparisonSummary;

export interface StoredResult {
  readonly summary: ResultSummary;
  /** `null` for a device check and a comparison, whose links contain everything. */
  readonly report: Report | null;
}

interface Schema extends DBSchema {
  summaries: { key: string; value: ResultSummary };
  reports: { key: string; value: Report };
}

const database = new RecordDatabase<Schema>('assay-results', [
  (created) => {
    created.createObjectStore('summaries', { keyPath: 'id' });
    created.createObjectStore('reports');
  },
]);

/** Summaries of all stored results, newest first. */
export async function listSummaries(): Promise<ResultSummary[]> {
  const all = await (await database.open()).getAll('summaries');
  return all.sort((one, other) => other.at - one.at);
}

/** `null` if it is not stored here. */
export async function loadResult(id: string): Promise<StoredResult | null> {
  const transaction = (await database.open()).transaction(['summaries', 'reports']);
  const [summary, report = null] = await Promise.all([
    transaction.objectStore('summaries').get(id),
    transaction.objectStore('reports').get(id),
  ]);
  return summary ? { summary, report } : null;
}

/** Stores all results or, if that fails, none. */
export async function storeResults(results: readonly StoredResult[]): Promise<void> {
  const transaction = (await database.open()).transaction(['summaries', 'reports'], 'readwrite');
  const [summaries, reports] = [transaction.objectStore('summaries'), transaction.objectStore('reports')];
  const writes: Promise<unknown>[] = [transaction.done];
  try {
    for (const { summary, report } of results) {
      writes.push(summaries.put(summary));
      if (report) writes.push(reports.put(report, summary.id));
    }
  } catch (thrown) {
    // `put` throws at once for a value that cannot be stored; the earlier ones would be committed.
    transaction.abort();
    await Promise.allSettled(writes);
    throw thrown;
  }
  await Promise.all(writes);
}

export async function deleteResults(ids: readonly string[]): Promise<void> {
  const transaction = (await database.open()).transaction(['summaries', 'reports'], 'readwrite');
  const stores = [transaction.objectStore('summaries'), transaction.objectStore('reports')];
  await Promise.all([...stores.flatMap((store) => ids.map((id) => store.delete(id))), transaction.done]);
}
