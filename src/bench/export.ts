import { csv } from '#core/csv.ts';
import type { EngineSettings } from '#core/engine-settings.ts';
import { exportName } from '#core/file-name.ts';
import type { Agreement, Percentile, Report, Steady } from '#core/report.ts';

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
function settingsText({ graphOptimisation, memoryPattern, precision }: EngineSettings): string {
  const set = [
    graphOptimisation && `graph=${graphOptimisation}`,
    memoryPattern !== undefined && `memory=${memoryPattern ? 'on' : 'off'}`,
    precision && `precision=${precision}`,
  ];
  return set.filter(Boolean).join(' ');
}

/** Nodes by execution provider and their share, e.g. `CPUExecutionProvider 100 (100 %)`. */
function placementText({ placement }: Report): string {
  const placed = Object.entries(placement ?? {});
  const total = placed.reduce((sum, [, nodes]) => sum + nodes, 0);
  const shares = placed.map(([provider, nodes]) => `${provider} ${nodes} (${Math.round((100 * nodes) / total)} %)`);
  return shares.join(', ') || 'not told';
}

/** A page for an issue or a pull request. @param link the address that opens the report */
export function toMarkdown(report: Report, link: string): string {
  const { subject, session, environment } = report;
  const title = `${subject.id} on ${session.runtime} ${session.runtimeVersion}, ${session.device}`;
  const facts: [string, string][] = [
    ['Outcome', [...new Set<string>([report.outcome, ...report.flags])].join(', ')],
    ['Subject', `${subject.kind} ${subject.id}, ${subject.sizeBytes} bytes, sha256 ${subject.sha256 || 'unknown'}`],
    ['Engine', `${session.runtime} ${session.runtimeVersion} (${session.build}), ${session.threads} threads`],
    [
      'Device',
      session.device === report.requested.device
        ? session.device
        : `${session.device} instead of ${report.requested.device}`,
    ],
    ['Weights', report.weightType ?? 'not told'],
    ['Nodes', placementText(report)],
    ['In float32', `${report.widened ?? 'no'} integer convolutions`],
    ['Settings', settingsText(report) || 'as the engine sets them'],
    ['Browser', `${environment.browser} on ${environment.os}, ${environment.cores} cores`],
    ['GPU', environment.gpu ? `${environment.gpu.vendor} ${environment.gpu.architecture}` : 'none'],
    ['Isolated', environment.crossOriginIsolated ? 'yes' : 'no'],
    ['Clock step', `${figure(environment.clockStepUs)} us`],
    ['Method', `${report.method}, ${report.requested.effort}, ${report.start} start`],
    ['Engine code from', report.codeFrom ?? 'not told'],
    ['Engine load', report.loadMs === undefined ? 'not timed apart' : `${figure(report.loadMs)} ms`],
    ['Session create', `${figure(report.createMs)} ms`],
    ['Download', report.downloadMs === null ? 'nothing fetched' : `${figure(report.downloadMs)} ms`],
    ['Measured', report.startedAt],
    ['App', `${report.app.version} ${report.app.commit}`],
  ];
  const head = [
    'Cell',
    'Median ms',
    'MAD',
    'Mean (95 % CI)',
    'Min',
    'Max',
    'p90',
    'p95',
    'p99',
    'n',
    'First ms',
    'Agreement',
  ];
  const rows = report.cells.map(({ name, firstMs, steady, agreement }) => [
    name,
    figure(steady.medianMs),
    figure(steady.madMs),
    figure(steady.meanMs) + (steady.meanCi95Ms === null ? '' : ` ± ${figure(steady.meanCi95Ms)}`),
    figure(steady.minMs),
    figure(steady.maxMs),
    ...[steady.p90, steady.p95, steady.p99].map(percentileText),
    String(steady.n),
    figure(firstMs),
    agreementText(agreement),
  ]);
  return [
    `# ${markdownText(title)}`,
    '',
    markdownRow(head),
    markdownRow(head.map(() => '---')),
    ...rows.map((row) => markdownRow(row.map(markdownText))),
    '',
    markdownRow(['Fact', 'Value']),
    markdownRow(['---', '---']),
    ...facts.map(([name, value]) => markdownRow([name, markdownText(value)])),
    '',
    `Self-reported by one device. Open and re-run: <${link}>`,
    '',
  ].join('\n');
}

function markdownRow(fields: readonly string[]): string {
  return `| ${fields.join(' | ')} |`;
}

/** Text that stays text: no markup, no links, no table borders, on one line. */
function markdownText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~#!]/g, String.raw`\$&`)
    .replaceAll(/\b(https?|www)(?=[:.])/gi, '$1&#8203;');
}

function percentileText(value: Percentile): string {
  return 'ms' in value ? figure(value.ms) : `needs n ≥ ${value.needs}`;
}

function agreementText(agreement: Agreement): string {
  if (agreement.verdict === 'not-measured') return `not measured (${agreement.why})`;
  return `${agreement.verdict} (${agreement.metric} ${agreement.value.toFixed(6)} against ${agreement.reference})`;
}

/** Four significant digits: more than the samples support, few enough to read. */
function figure(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(4)));
}
