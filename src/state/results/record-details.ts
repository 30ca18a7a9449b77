import type { Report } from '#core/report/report.ts';
import { listRunComponents, listSetupComponents, type RunComponent } from '#hallmark/compare/compare-with-run.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import { verifyHallmark } from '#hallmark/verify.ts';
import { loadResult } from '#records/result-records.ts';
import { decodeReportLink } from '#share/report-link/report-link.ts';
import { listGateMetrics, listReportMetrics, type MetricValue } from './metric-values.ts';
import type { RecordSummary } from './record-summaries.ts';

/** The details of a record, in a form in which records of different kinds can be compared. */
export interface RecordDetails {
  readonly summary: RecordSummary;
  /** Empty texts for facts that a record does not have. */
  readonly components: Readonly<Partial<Record<RunComponent, string>>>;
  readonly metricValues: readonly MetricValue[];
}

/** Whether a record has metric values of its own. */
export function hasMetricValues({ kind }: RecordSummary): boolean {
  return kind !== 'device' && kind !== 'comparison' && kind !== 'tuning';
}

/**
 * Loads the details of a record.
 * @returns `null` if the record has no metric values, or was deleted
 * @throws any error of IndexedDB | AppError hallmark-invalid | link-invalid
 */
export async function loadDetails(summary: RecordSummary): Promise<RecordDetails | null> {
  switch (summary.kind) {
    case 'device':
    case 'comparison':
    case 'tuning':
      return null;
    case 'hallmark': {
      const { statement } = await verifyHallmark(await readHallmark(summary.hash));
      return {
        summary,
        components: listRunComponents(statement),
        metricValues: listGateMetrics(statement.predicate.run.gates),
      };
    }
    case 'gates': {
      const [stored, report] = await Promise.all([loadResult(summary.id), decodeReportLink(summary.hash)]);
      if (!stored?.gates) return null;
      const { gateFile, results } = stored.gates.gateRun;
      return {
        summary,
        components: { ...listReportComponents(report), gates: gateFile.sha256 },
        metricValues: listGateMetrics(results),
      };
    }
    default: {
      const stored = await loadResult(summary.id);
      if (!stored?.report) return null;
      return {
        summary,
        components: listReportComponents(stored.report),
        metricValues: listReportMetrics(stored.report),
      };
    }
  }
}

function listReportComponents(report: Report): RecordDetails['components'] {
  const run = listSetupComponents({ ...report, target: report.target.opened });
  const data = report.kind === 'task' ? { data: report.data.sha256, baseline: report.baseline?.sha256 ?? '' } : {};
  return { model: report.subject.sha256, ...data, ...run };
}
