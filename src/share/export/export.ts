import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { formatCsv } from '#core/encoding/csv.ts';
import { listSettingPairs, type EngineSettings } from '#core/engine/engine-settings.ts';
import { formatExportName } from '#core/model/file-name.ts';
import type { Report } from '#core/report/report.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import { listReportColumns } from './report-facts.ts';

/** Formats the file name of a saved report, without an extension. */
export function formatFileName({ subject, target, startedAt }: Report): string {
  const { engine, device, threads } = target.opened;
  return formatExportName([subject.id, engine, device, `${threads}-threads`], startedAt);
}

/** Formats the report with all samples as canonical JSON, so its digest identifies it. */
export function toJson(report: Report): string {
  return `${toCanonicalJson(report)}\n`;
}

/**
 * Formats a header and one row per sample, or per bin if the report is from a link. Every row identifies its run, so
 * files of several runs can be concatenated. Times are per inference, or per token for a language model.
 */
export function toCsv(report: Report): string {
  const columns = listReportColumns(report).map(([column, value]) => [column, formatField(value)] as const);
  const run = columns.map(([, value]) => value);
  const measures = ['cell', 'sample', 'from_ms', 'to_ms', 'count', 'excluded'];
  const rows = report.cells.flatMap(({ name, steady }) =>
    listSampleRows(steady).map((sample) => run.concat(name, sample)),
  );
  return formatCsv([[...columns.map(([column]) => column), ...measures], ...rows]);
}

function listSampleRows({ samplesMs, excluded, histogram }: SteadyState): (number | string)[][] {
  if (histogram) {
    const { widthMs } = histogram;
    return histogram.bins.map(([index, count]) => ['', index * widthMs, (index + 1) * widthMs, count, 0]);
  }
  const excludedIndices = new Set(excluded);
  return samplesMs.map((ms, index) => [index, ms, ms, 1, excludedIndices.has(index) ? 1 : 0]);
}

function formatField(value: unknown): string | number {
  if (typeof value === 'number' || typeof value === 'string') return value;
  return value === undefined ? '' : formatSettings(value as EngineSettings);
}

/** Formats the engine's settings as in links; empty if all have their defaults. */
function formatSettings(settings: EngineSettings): string {
  return listSettingPairs(settings)
    .map(([name, text]) => `${name}=${text}`)
    .join(' ');
}
