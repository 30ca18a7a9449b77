import { formatMarkdownTable, escapeMarkdown } from '#core/encoding/markdown.ts';
import type { Score } from '#core/task/evaluation.ts';
import type { Agreement, Cell } from '#core/report/tensor-report.ts';
import type { Percentile, SteadyState } from '#core/report/steady-state.ts';
import type { ReportedGates } from '#core/report/task-report.ts';
import type { Report } from '#core/report/report.ts';
import type { TextAgreement, TextCell } from '#core/report/text-report.ts';
import { listReportFacts, type Fact } from './report-facts.ts';

const statistics = ['mad', 'mean', 'min', 'max', 'p90', 'p95', 'p99', 'n'] as const;
const tensorColumns = ['cell', 'medianMs', ...statistics, 'firstMs', 'agreement'] as const;
const taskColumns = ['metric', 'score', 'scoreInterval', 'items'] as const;
const textColumns = ['cell', 'tokensPerS', 'interval', 'msPerToken', ...statistics] as const;

/** The texts of a Markdown report in one language; numbers are already formatted. */
export interface MarkdownWords {
  readonly fact: (fact: Fact) => readonly [label: string, value: string];
  /** The verdict of the gates of an evaluation, with those that failed. */
  readonly gates: (gates: ReportedGates) => string;
  readonly title: (subject: string, engine: string, device: string) => string;
  readonly factColumns: readonly [fact: string, value: string];
  readonly columns: Readonly<Record<(typeof tensorColumns | typeof textColumns | typeof taskColumns)[number], string>>;
  readonly interval: (low: string, high: string) => string;
  readonly needs: (samples: number) => string;
  readonly firstToken: (promptTokens: number, ms: string) => string;
  readonly agreement: (agreement: Agreement) => string;
  readonly textAgreement: (agreement: TextAgreement, margin: string | null) => string;
  /** Precedes the URL of the report. */
  readonly source: string;
}

/**
 * Formats Markdown for an issue or a pull request.
 * @param link the URL that opens the report
 */
export function toMarkdown(report: Report, link: string, words: MarkdownWords): string {
  const { subject, target } = report;
  const { engine, version, device } = target.opened;
  return [
    `# ${escapeMarkdown(words.title(subject.id, `${engine} ${version}`, device))}`,
    '',
    ...(report.kind === 'task' && report.gates ? [`**${escapeMarkdown(words.gates(report.gates))}**`, ''] : []),
    ...formatStatisticsTable(report, words),
    '',
    ...formatMarkdownTable(words.factColumns, listReportFacts(report).map(words.fact)),
    '',
    `${words.source} <${link}>`,
    '',
  ].join('\n');
}

function formatStatisticsTable(report: Report, words: MarkdownWords): string[] {
  const listHeaders = (columns: readonly (keyof MarkdownWords['columns'])[]) => columns.map((id) => words.columns[id]);
  if (report.kind === 'tensor') {
    return formatMarkdownTable(
      listHeaders(tensorColumns),
      report.cells.map((cell) => formatTensorRow(cell, words)),
    );
  }
  if (report.kind === 'task') {
    return formatMarkdownTable(
      listHeaders(taskColumns),
      report.scores.map((score) => formatScoreRow(score, words)),
    );
  }
  const { agreement, cells, firstToken } = report;
  const margin =
    agreement.verdict === 'not-measured' || agreement.margin === null ? null : formatNumber(agreement.margin);
  return [
    ...formatMarkdownTable(
      listHeaders(textColumns),
      cells.map((cell) => formatTextRow(cell, words)),
    ),
    '',
    ...(firstToken ? [words.firstToken(firstToken.promptTokens, formatNumber(firstToken.steady.medianMs))] : []),
    escapeMarkdown(words.textAgreement(agreement, margin)),
  ];
}

function formatScoreRow({ metric, value, interval, n }: Score, words: MarkdownWords): string[] {
  const [low, high] = interval?.map(formatNumber) ?? [];
  const range = low === undefined || high === undefined ? '' : words.interval(low, high);
  return [metric, formatNumber(value), range, String(n)];
}

function formatTensorRow({ name, firstMs, steady, agreement }: Cell, words: MarkdownWords): string[] {
  return [
    name,
    formatNumber(steady.medianMs),
    ...formatStatistics(steady, words),
    formatNumber(firstMs),
    words.agreement(agreement),
  ];
}

function formatTextRow({ name, medianTokensPerS, tokensPerSCi95, steady }: TextCell, words: MarkdownWords): string[] {
  const [low, high] = tokensPerSCi95?.map(formatNumber) ?? [];
  const interval = low === undefined || high === undefined ? words.needs(2) : words.interval(low, high);
  return [
    name,
    formatNumber(medianTokensPerS),
    interval,
    formatNumber(steady.medianMs),
    ...formatStatistics(steady, words),
  ];
}

/** Formats the statistics in the order of `statistics`. */
function formatStatistics(steady: SteadyState, { needs }: MarkdownWords): string[] {
  const formatPercentile = (value: Percentile) => ('ms' in value ? formatNumber(value.ms) : needs(value.needs));
  return [
    steady.n < 2 ? needs(2) : formatNumber(steady.madMs),
    formatNumber(steady.meanMs) + (steady.meanCi95Ms === null ? '' : ` ± ${formatNumber(steady.meanCi95Ms)}`),
    formatNumber(steady.minMs),
    formatNumber(steady.maxMs),
    ...[steady.p90, steady.p95, steady.p99].map(formatPercentile),
    String(steady.n),
  ];
}

/** Formats four significant digits: more than the samples justify, but readable. */
function formatNumber(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(4)));
}
