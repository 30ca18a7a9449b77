import type { Agreement, Cell, Percentile, Report } from '#core/report.ts';
import { settingsText } from './export.ts';

/** A page for an issue or a pull request. @param link the address that opens the report */
export function toMarkdown(report: Report, link: string): string {
  const { subject, session } = report;
  const title = `${subject.id} on ${session.runtime} ${session.runtimeVersion}, ${session.device}`;
  return [
    `# ${markdownText(title)}`,
    '',
    ...table(figureNames, report.cells.map(figuresOf)),
    '',
    ...table(['Fact', 'Value'], [...factsOfEngine(report), ...factsOfPlace(report), ...factsOfRun(report)]),
    '',
    `Self-reported by one device. Open and re-run: <${link}>`,
    '',
  ].join('\n');
}

const figureNames = [
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

/** In the order of `figureNames`. */
function figuresOf({ name, firstMs, steady, agreement }: Cell): string[] {
  return [
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
  ];
}

type Fact = readonly [name: string, value: string];

/** How it ended, what ran, and how the engine ran it. */
function factsOfEngine(report: Report): Fact[] {
  const { subject, session, requested } = report;
  const isAsRequested = session.device === requested.device;
  return [
    ['Outcome', [...new Set<string>([report.outcome, ...report.flags])].join(', ')],
    ['Subject', `${subject.kind} ${subject.id}, ${subject.sizeBytes} bytes, sha256 ${subject.sha256 || 'unknown'}`],
    ['Engine', `${session.runtime} ${session.runtimeVersion} (${session.build}), ${session.threads} threads`],
    ['Device', isAsRequested ? session.device : `${session.device} instead of ${requested.device}`],
    ['Weights', report.weightType ?? 'not told'],
    ['Nodes', placementText(report)],
    ['In float32', `${report.float32Convolutions ?? 'no'} integer convolutions`],
    ['Settings', settingsText(report) || 'as the engine sets them'],
  ];
}

/** The browser and the machine. */
function factsOfPlace({ environment }: Report): Fact[] {
  const { browser, os, cores, gpu } = environment;
  return [
    ['Browser', `${browser} on ${os}, ${cores} cores`],
    ['GPU', gpu ? `${gpu.vendor} ${gpu.architecture}` : 'none'],
    ['Isolated', environment.crossOriginIsolated ? 'yes' : 'no'],
    ['Clock step', `${figure(environment.clockStepUs)} us`],
  ];
}

/** By which method, what came before the first inference, and when. */
function factsOfRun(report: Report): Fact[] {
  return [
    ['Method', `${report.method}, ${report.requested.effort}, ${report.start} start`],
    ['Engine code from', report.codeFrom ?? 'not told'],
    ['Engine load', report.loadMs === undefined ? 'not timed apart' : `${figure(report.loadMs)} ms`],
    ['Session create', `${figure(report.createMs)} ms`],
    ['Download', report.downloadMs === null ? 'nothing fetched' : `${figure(report.downloadMs)} ms`],
    ['Measured', report.startedAt],
    ['App', `${report.app.version} ${report.app.commit}`],
  ];
}

/** Lines of a table. @param head our own words; the rows may hold anything */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (fields: readonly string[]) => `| ${fields.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(markdownText)))];
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

/** Nodes by execution provider and their share, e.g. `CPUExecutionProvider 100 (100 %)`. */
function placementText({ placement }: Report): string {
  const placed = Object.entries(placement ?? {});
  const total = placed.reduce((sum, [, nodes]) => sum + nodes, 0);
  const shares = placed.map(([provider, nodes]) => `${provider} ${nodes} (${Math.round((100 * nodes) / total)} %)`);
  return shares.join(', ') || 'not told';
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
