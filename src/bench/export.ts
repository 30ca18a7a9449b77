import { csv } from '#core/csv.ts';
import { settingPairs, type EngineSettings } from '#core/engine-settings.ts';
import { exportName } from '#core/file-name.ts';
import type { Report, Steady } from '#core/report.ts';

/** For the files that a report is saved as, without an ending. */
export function fileName({ subject, session, startedAt }: Report): string {
  const { runtime, device, threads } = session;
  return exportName([subject.id, runtime, device, `${threads}-threads`], startedAt);
}

/** The report with every sample, for machines. */
export function toJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/**
 * One row a sample, or a bin where the report came from a link, below a header. What names the run stands in
 * every row, so that files of several runs can be put together.
 */
export function toCsv(report: Report): string {
  const { subject, session, outcome } = report;
  const run: (number | string)[] = [
    subject.id,
    session.runtime,
    session.runtimeVersion,
    session.device,
    session.threads,
    settingsText(report),
    outcome,
  ];
  const header = ['subject', 'runtime', 'runtime_version', 'device', 'threads', 'settings', 'outcome', 'cell'];
  const measures = ['sample', 'from_ms', 'to_ms', 'count', 'voided'];
  const rows = report.cells.flatMap(({ name, steady }) => samplesOf(steady).map((sample) => run.concat(name, sample)));
  return csv([[...header, ...measures], ...rows]);
}

function samplesOf({ samplesMs, voided, histogram }: Steady): (number | string)[][] {
  if (histogram) {
    const { widthMs } = histogram;
    return histogram.bins.map(([index, count]) => ['', index * widthMs, (index + 1) * widthMs, count, 0]);
  }
  const left = new Set(voided);
  return samplesMs.map((ms, index) => [index, ms, ms, 1, left.has(index) ? 1 : 0]);
}

/** What was set on the engine, in the words of the links; empty where it was left alone. */
export function settingsText(settings: EngineSettings): string {
  return settingPairs(settings)
    .map(([name, text]) => `${name}=${text}`)
    .join(' ');
}
