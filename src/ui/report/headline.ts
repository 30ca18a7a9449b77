import type { Cell } from '#core/report/tensor-report.ts';
import type { Report } from '#core/report/report.ts';
import type { StageTiming, TaskReport } from '#core/report/task-report.ts';
import type { TextCell } from '#core/report/text-report.ts';
import { text } from '#words/text.ts';
import { getModelTitle } from '../picker/model-title.ts';

/** The main statistic of a cell, as text. */
export interface Headline {
  readonly figure: string;
  readonly unit: string;
  readonly caption: string;
}

export function buildHeadline(cell: Cell | TextCell | StageTiming): Headline {
  const words = text.report.verdict;
  const { duration, number } = text.format;
  if ('work' in cell) {
    return {
      figure: number(cell.medianTokensPerS),
      unit: words.tokensPerS,
      caption: words.works[cell.work],
    };
  }
  const { medianMs } = cell.steady;
  const [figure = '', ...unit] = duration(medianMs).split(' ');
  if (!('warmup' in cell)) return { figure, unit: unit.join(' '), caption: words.perItem };
  return {
    figure,
    unit: unit.join(' '),
    caption: `${words.perInference} ·\u00a0${words.rate(number(1000 / medianMs))}`,
  };
}

/** Builds the main score of an evaluation, with its interval; `null` if it has none. */
export function buildScoreHeadline({ scores: [main] }: TaskReport): (Headline & { readonly n: number }) | null {
  if (!main) return null;
  const { name, formatScore, range, noInterval, interval } = text.report.scores;
  const [low, high] = main.interval ?? [];
  const between =
    low === undefined || high === undefined
      ? noInterval(main.noInterval)
      : range(formatScore(main.metric, low), formatScore(main.metric, high));
  const caption = `${name(main.metric)} ·\u00a0${interval} ${between}`;
  return { figure: formatScore(main.metric, main.value), unit: '', caption, n: main.n };
}

/** Browser or CPU, operating system and cores. */
export function formatMachine({ environment }: Report): string {
  const name = environment.kind === 'page' ? environment.browser : environment.cpu;
  return text.report.verdict.machine(name, environment.os, text.format.whole(environment.cores));
}

/** Engine, version, device and number of threads that the model ran on. */
export function formatEngine({ target }: Report): string {
  const { engine, version, device, threads } = target.opened;
  const { names, devices, threads: count } = text.engine;
  return text.report.verdict.on(names[engine], version, devices[device], count(threads));
}

/** Whether the report is of an evaluation with a failed required gate. */
function hasFailedGates(report: Report): boolean {
  return report.kind === 'task' && report.gates?.verdict === 'fail';
}

/** Returns the mark of the badge of a report: its validity, unless its gates failed. */
export function getReportMark(report: Report): string {
  const { gatesFailed, validities } = text.report.verdict;
  return hasFailedGates(report) ? gatesFailed : validities[report.validity].mark;
}

/** Returns the tone of the badge of a report. */
export function getReportTone(report: Report): 'good' | 'accent' | 'warn' | 'bad' {
  if (hasFailedGates(report)) return 'bad';
  return ({ valid: 'good', indicative: 'accent', noisy: 'warn', interrupted: 'warn', invalid: 'bad' } as const)[
    report.validity
  ];
}

/**
 * Formats the result of a report in one line: the main score, or the speed; for a language model, the speed of its
 * answers.
 */
export function formatSpeed(report: Report): string {
  if (report.kind === 'task') return formatMainScore(report);
  const cells: readonly (Cell | TextCell)[] = report.cells;
  const generation = cells.find((cell) => 'work' in cell && cell.work === 'generation');
  const speeds = (generation ? [generation] : cells)
    .map(buildHeadline)
    .map(({ figure, unit }) => `${figure}\u00a0${unit}`);
  return report.validity === 'invalid' ? text.report.verdict.wrong : text.format.list(speeds);
}

/** Formats the model, its speed or score, and the machine, after a note if its gates failed. */
export function formatReportTitle(report: Report): string {
  const { title, verdict } = text.report;
  const result = title(getModelTitle(report.subject.id), formatSpeed(report), formatMachine(report));
  return hasFailedGates(report) ? verdict.failedTitle(result) : result;
}

function formatMainScore({ scores: [main], data }: TaskReport): string {
  if (!main) return data.name;
  return text.report.scores.on(
    text.report.scores.name(main.metric),
    text.report.scores.formatScore(main.metric, main.value),
    data.name,
    main.n,
  );
}
