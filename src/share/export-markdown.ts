import type { Agreement, Cell, Percentile, Report, Steady, TextAgreement, TextCell } from '#core/report.ts';
import { factsOf, type Fact } from './facts.ts';

/** A fact in the words of a language. */
export type FactWriter = (fact: Fact) => readonly [label: string, value: string];

/** A page for an issue or a pull request. @param link the address that opens the report */
export function toMarkdown(report: Report, link: string, write: FactWriter): string {
  const { subject, target } = report;
  const { engine, version, device } = target.opened;
  return [
    `# ${markdownText(`${subject.id} on ${engine} ${version}, ${device}`)}`,
    '',
    ...figuresOf(report),
    '',
    ...table(['Fact', 'Value'], factsOf(report).map(write)),
    '',
    `Self-reported by one device. Open and re-run: <${link}>`,
    '',
  ].join('\n');
}

const statistics = ['MAD', 'Mean (95 % CI)', 'Min', 'Max', 'p90', 'p95', 'p99', 'n'];

function figuresOf(report: Report): string[] {
  if (report.kind === 'tensor') {
    return table(['Cell', 'Median ms', ...statistics, 'First ms', 'Agreement'], report.cells.map(tensorRow));
  }
  const { firstToken } = report;
  return [
    ...table(['Cell', 'Tokens/s', '95 % CI', 'Median ms/token', ...statistics], report.cells.map(textRow)),
    '',
    ...(firstToken
      ? [`Time to first token of ${firstToken.promptTokens}: ${figure(firstToken.steady.medianMs)} ms (median).`]
      : []),
    markdownText(`Agreement: ${textAgreement(report.agreement)}.`),
  ];
}

function tensorRow({ name, firstMs, steady, agreement }: Cell): string[] {
  return [name, figure(steady.medianMs), ...statisticsOf(steady), figure(firstMs), agreementText(agreement)];
}

function textRow({ name, medianTokensPerS, tokensPerSCi95, steady }: TextCell): string[] {
  const interval = tokensPerSCi95 ? tokensPerSCi95.map(figure).join(' to ') : 'needs n ≥ 2';
  return [name, figure(medianTokensPerS), interval, figure(steady.medianMs), ...statisticsOf(steady)];
}

/** In the order of `statistics`. */
function statisticsOf(steady: Steady): string[] {
  return [
    figure(steady.madMs),
    figure(steady.meanMs) + (steady.meanCi95Ms === null ? '' : ` ± ${figure(steady.meanCi95Ms)}`),
    figure(steady.minMs),
    figure(steady.maxMs),
    ...[steady.p90, steady.p95, steady.p99].map(percentileText),
    String(steady.n),
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

function percentileText(value: Percentile): string {
  return 'ms' in value ? figure(value.ms) : `needs n ≥ ${value.needs}`;
}

function agreementText(agreement: Agreement): string {
  if (agreement.verdict === 'not-measured') return `not measured (${agreement.why})`;
  return `${agreement.verdict} (${agreement.metric} ${agreement.value.toFixed(6)} against ${agreement.reference})`;
}

function textAgreement(agreement: TextAgreement): string {
  if (agreement.verdict === 'not-measured') return `not measured (${agreement.why})`;
  const { verdict, same, tokens, margin, reference } = agreement;
  const parted = margin === null ? '' : `, log-probability margin where they part ${figure(margin)}`;
  return `${verdict} (${same} of ${tokens} greedy tokens as ${reference}${parted})`;
}

/** Four significant digits: more than the samples support, few enough to read. */
function figure(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(4)));
}
