import type { Outcome } from '#core/report.ts';
import type { RecordKind, RecordSummary } from '#state/results/record-summaries.ts';
import { modelTitle } from '../picker/model-title.ts';
import { text } from '#words/text.ts';

/** A stored result as shown in the list. */
export interface ResultRow {
  readonly id: string;
  readonly kind: RecordKind;
  /** The address of its page. */
  readonly href: string;
  readonly name: string;
  /** Where it was measured. */
  readonly detail: string;
  readonly headline: string;
  readonly date: string;
  /** `null` for a result without a verdict. */
  readonly outcome: Outcome | null;
  readonly isReceived: boolean;
  readonly model: string | null;
  readonly summary: RecordSummary;
}

export function rowOf(summary: RecordSummary): ResultRow {
  const { id, kind, hash, at, isReceived } = summary;
  const row = { id, kind, isReceived, summary, date: text.format.date(at), headline: headlineOf(summary) };
  const words = text.results;
  if (summary.kind === 'device') {
    return { ...row, href: hash, name: words.deviceCheck(summary.machine), detail: '', outcome: null, model: null };
  }
  const { model } = summary;
  if (summary.kind === 'hallmark') {
    const name = words.hallmark(modelTitle(model));
    return { ...row, href: hash, name, detail: words.levels[summary.level], outcome: null, model };
  }
  if (summary.kind === 'comparison') {
    const detail = words.machines(...summary.machines);
    return { ...row, href: hash, name: words.comparison(modelTitle(model)), detail, outcome: null, model };
  }
  const { engine, device, threads, machine, outcome } = summary;
  const on = [text.engine.names[engine], text.engine.devices[device], text.engine.threads(threads), machine] as const;
  return { ...row, href: `#/results/${id}`, name: modelTitle(model), detail: words.on(...on), outcome, model };
}

/** Whether the texts of the row contain all words. */
export function matches(row: ResultRow, words: string): boolean {
  const shown = [
    row.name,
    row.model ?? '',
    row.detail,
    row.headline,
    row.date,
    text.results.kinds[row.kind],
    row.outcome ?? '',
  ]
    .join(' ')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => shown.includes(word));
}

function headlineOf(summary: RecordSummary): string {
  const words = text.results;
  const { duration, number, percent } = text.format;
  if (summary.kind === 'device') {
    return summary.gflops === null ? words.notMeasured : words.gflops(number(summary.gflops));
  }
  if (summary.kind === 'comparison') {
    return summary.cells.map(({ faster, factor }) => words.faster[faster](number(factor))).join(' · ');
  }
  if (summary.kind === 'hallmark') return words.gateVerdicts[summary.verdict];
  if (summary.kind === 'task') {
    const [main] = summary.cells;
    return main ? words.score(words.scoreName(main.name), percent(main.value)) : words.notMeasured;
  }
  if (summary.kind === 'tensor') return summary.cells.map(({ value }) => duration(value)).join(' · ');
  const empty = summary.cells.filter(({ name }) => !name.includes('@')); // without a context, if there are such
  const shown = empty.length > 0 ? empty : summary.cells;
  return words.tokensPerS(shown.map(({ name, value }) => words.rate(name, number(value))).join(', '));
}
