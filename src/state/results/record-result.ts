import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { Report } from '#core/report/report.ts';
import type { NetworkRecord } from '#gates/gate-evidence.ts';
import { loadResult, storeResults, type ComparisonSummary, type ResultSummary } from '#records/result-records.ts';
import { compareLinks, formatComparisonHash, type ComparedReports } from '../report/report-comparison.ts';
import type { RecordSummary } from './record-summaries.ts';
import { wrapStorageError } from './wrap-storage-error.ts';
import { summariseComparison, summariseGateRun, summariseReport } from './result-summary.ts';

/**
 * Stores a report. A report contains its time only to the minute, so one that this browser measured is recorded with
 * the exact time: results of the same minute are then listed in order.
 * @param hash the link of the report
 * @throws AppError storage-failed
 */
export async function recordReport(report: Report, hash: string, isReceived = false): Promise<ResultSummary> {
  const startedAt = Date.parse(report.startedAt);
  const at = isReceived ? startedAt : Math.max(startedAt, Date.now()); // the clock may have been set back
  const summary = summariseReport(report, hash, { at, isReceived });
  await wrapStorageError(storeResults([{ summary, report }]));
  return summary;
}

/**
 * @param reportHash the link of the report
 * @throws AppError storage-failed
 */
export async function recordGateRun(
  report: Report,
  reportHash: string,
  gateRun: GateRun,
  network?: NetworkRecord,
): Promise<ResultSummary> {
  const origin = { at: Math.max(Date.parse(report.startedAt), Date.now()), isReceived: false };
  const summary = summariseGateRun(report, reportHash, gateRun, origin);
  const gates = { gateRun, signatures: [], statements: {}, ...(network && { network }) };
  await wrapStorageError(storeResults([{ summary, report: null, gates }]));
  return summary;
}

/**
 * Stores a comparison, unless its results cannot be compared.
 * @throws AppError storage-failed
 */
export async function recordComparison(pair: ComparedReports, isReceived: boolean): Promise<void> {
  const summary = createComparisonSummary(pair, isReceived);
  if (summary) await wrapStorageError(storeResults([{ summary, report: null }]));
}

/**
 * Compares two results by their links, and records the comparison. If it cannot be stored, the page at the returned
 * address shows the reason and lets the user try again.
 * @returns the address
 * @throws AppError link-invalid
 */
export async function compareAndRecord(first: string, second: string): Promise<string> {
  const pair = await compareLinks(first, second);
  await recordComparison(pair, false).catch(() => {});
  return formatComparisonHash(pair);
}

/**
 * Compares two stored records. Two benchmarks of the same work are compared by their samples, and the comparison is
 * recorded; all others are shown side by side.
 * @returns the address
 * @throws AppError link-invalid
 */
export async function compareRecords(first: RecordSummary, second: RecordSummary): Promise<string> {
  if (isBenchmark(first) && isBenchmark(second)) {
    const pair = await compareLinks(first.hash, second.hash);
    if (pair.comparison.comparable) {
      await recordComparison(pair, false).catch(() => {});
      return formatComparisonHash(pair);
    }
  }
  return `#/results/${first.id}/${second.id}`;
}

const isBenchmark = ({ kind }: RecordSummary) => kind === 'tensor' || kind === 'text';

/**
 * Whether the result is stored on this device.
 * @throws AppError storage-failed
 */
export async function isStored(id: string): Promise<boolean> {
  return (await wrapStorageError(loadResult(id))) !== null;
}

export function createComparisonSummary(pair: ComparedReports, isReceived: boolean): ComparisonSummary | null {
  const { first, second, comparison } = pair;
  const reports = { first: first.report, second: second.report, comparison };
  return summariseComparison(reports, formatComparisonHash(pair), { at: Date.now(), isReceived });
}
