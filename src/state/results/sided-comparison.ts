import type { ComparisonSide } from '#bench/report/compare-reports.ts';
import { loadResult } from '#records/result-records.ts';
import { compareLinks, findComparisonSides, type ComparedReports } from '../report/report-comparison.ts';
import type { ReportViewModel } from '../report/report-view-model.ts';
import { computeReportId } from './result-summary.ts';

/** Two compared results, with the role of each. */
export interface SidedComparison extends ComparedReports {
  readonly sides: readonly [first: ComparisonSide, second: ComparisonSide];
}

/** @throws AppError link-invalid with `which` of the two */
export async function compareWithSides(first: string, second: string): Promise<SidedComparison> {
  const pair = await compareLinks(first, second);
  const areMeasuredHere = await Promise.all([wasMeasuredHere(pair.first), wasMeasuredHere(pair.second)]);
  return { ...pair, sides: findComparisonSides(pair, areMeasuredHere) };
}

/** Whether the report is stored as one that this browser measured; `false` if storage is unavailable. */
async function wasMeasuredHere({ report, hash }: ReportViewModel): Promise<boolean> {
  const stored = await loadResult(computeReportId(report, hash)).catch(() => null);
  return stored !== null && !stored.summary.isReceived;
}
