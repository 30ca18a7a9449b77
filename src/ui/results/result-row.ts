import {
  formatRecordTarget,
  getRecordVerdict,
  type RecordKind,
  type RecordSummary,
  type RecordVerdict,
} from '#state/results/record-summaries.ts';
import { text } from '#words/text.ts';
import { getModelTitle } from '../picker/model-title.ts';

/** A stored result as shown in the list. */
export interface ResultRow {
  readonly id: string;
  readonly kind: RecordKind;
  /** Address of the page of the result. */
  readonly href: string;
  readonly name: string;
  /** The machine and, for a run, the engine that it was measured with. */
  readonly detail: string;
  readonly headline: string;
  /** When the run started, as on its page; of other results, when they were recorded. */
  readonly date: string;
  readonly verdict: RecordVerdict | null;
  readonly target: string | null;
  readonly tags: readonly string[];
  readonly isReceived: boolean;
  readonly model: string | null;
  readonly summary: RecordSummary;
}

export function buildResultRow(summary: RecordSummary): ResultRow {
  const { id, kind, hash, at, isReceived, tags } = summary;
  const [verdict, target] = [getRecordVerdict(summary), formatRecordTarget(summary)];
  const date = text.format.date(('startedAt' in summary && summary.startedAt) || at);
  const row = { id, kind, isReceived, summary, tags, verdict, target, date, headline: formatHeadline(summary) };
  const words = text.results;
  if (summary.kind === 'device') {
    return { ...row, href: hash, name: words.deviceCheck(summary.machine), detail: '', model: null };
  }
  const { model } = summary;
  if (summary.kind === 'hallmark') {
    const name = words.hallmark(getModelTitle(model));
    return { ...row, href: hash, name, detail: words.levels[summary.level], model };
  }
  if (summary.kind === 'comparison') {
    const detail = words.machines(...summary.machines);
    return { ...row, href: hash, name: words.comparison(getModelTitle(model)), detail, model };
  }
  if (summary.kind === 'tuning') {
    return { ...row, href: hash, name: words.tuning(getModelTitle(model)), detail: summary.machine, model };
  }
  const { engine, device, threads, machine } = summary;
  const facts = [
    text.engine.names[engine],
    text.engine.devices[device],
    text.engine.threads(threads),
    machine,
  ] as const;
  const name = summary.kind === 'gates' ? text.history.gateRun(getModelTitle(model)) : getModelTitle(model);
  return { ...row, href: `#/results/${id}`, name, detail: words.on(...facts), model };
}

/** Whether the texts of the row contain all words, in any case and order. */
export function hasAllWords(row: ResultRow, words: string): boolean {
  const rowText = [
    row.name,
    row.model ?? '',
    row.detail,
    row.headline,
    row.date,
    text.results.kinds[row.kind],
    row.verdict === null ? '' : text.history.verdicts[row.verdict],
    ...row.tags,
  ]
    .join(' ')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => rowText.includes(word));
}

function formatHeadline(summary: RecordSummary): string {
  const words = text.results;
  const { duration, number } = text.format;
  if (summary.kind === 'device') {
    return summary.gflops === null ? words.notMeasured : words.gflops(number(summary.gflops));
  }
  if (summary.kind === 'comparison') {
    return summary.cells.map(({ faster, factor }) => words.faster[faster](number(factor))).join(' ·\u00a0');
  }
  if (summary.kind === 'tuning') return summary.ms === null ? words.notMeasured : duration(summary.ms);
  if (summary.kind === 'hallmark' || summary.kind === 'gates') return text.history.verdicts[summary.verdict];
  if (summary.kind === 'task') {
    const [main] = summary.cells;
    return main ? words.score(main.name, main.value) : words.notMeasured;
  }
  if (summary.kind === 'tensor') return summary.cells.map(({ value }) => duration(value)).join(' ·\u00a0');
  // Cells with an empty context, if there are any.
  const emptyContextCells = summary.cells.filter(({ name }) => !name.includes('@'));
  const headlineCells = emptyContextCells.length > 0 ? emptyContextCells : summary.cells;
  return words.tokensPerS(headlineCells.map(({ name, value }) => words.rate(name, number(value))).join(', '));
}

/** Returns the name of a target. `target` is an engine id and a device id, as `formatRecordTarget` returns them. */
export function getTargetName(target: string): string {
  const [engine = '', device = ''] = target.split(' ');
  const names: Readonly<Record<string, string>> = text.engine.names;
  const devices: Readonly<Record<string, string>> = text.engine.devices;
  return text.history.targetName(names[engine] ?? engine, devices[device] ?? device);
}
