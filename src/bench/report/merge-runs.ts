import type { EventLoop } from '#core/report/report-header.ts';
import type { MeasuredPower } from '#core/report/report-energy.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import { computeTokenRates } from '#core/report/token-rates.ts';
import type { FinishedRun } from './assemble-report.ts';
import { summariseSamples } from '../measure/summarise.ts';

/**
 * Merges two runs of a request, which alternate with runs of other targets so that changes of the machine's speed affect
 * all of them. One-time costs and the facts of the opened model are those of the first run.
 * @returns the first run if the cells differ, which is possible for a language model at different speeds
 */
export function mergeRuns(first: FinishedRun, second: FinishedRun): FinishedRun {
  const mergedRun = mergeMeasured(first.measured, second.measured);
  if (!mergedRun) return first;
  return {
    ...first,
    measured: mergedRun,
    interruptions: [...first.interruptions, ...second.interruptions],
    eventLoop: mergeEventLoops(first.eventLoop, second.eventLoop),
  };
}

function mergeMeasured(first: MeasuredRun, second: MeasuredRun): MeasuredRun | null {
  const listNames = ({ cells }: MeasuredRun) => JSON.stringify(cells.map(({ name }) => name));
  if (listNames(first) !== listNames(second)) return null;
  const power = mergePower(first.power, second.power);
  const spans = first.spans.map((list, index) => [...list, ...(second.spans[index] ?? [])]);
  const common = { spans, ...(power && { power }) };
  const mergeCell = (position: number) => mergeSteady(first.cells[position]!.steady, second.cells[position]!.steady);
  if (first.kind === 'tensor') {
    return { ...first, ...common, cells: first.cells.map((cell, i) => ({ ...cell, steady: mergeCell(i) })) };
  }
  if (second.kind !== 'text') return null;
  const cells = first.cells.map((cell, index) => {
    const steady = mergeCell(index);
    return { ...cell, steady, ...computeTokenRates(steady) };
  });
  const { firstToken } = first;
  return {
    ...first,
    ...common,
    cells,
    firstToken: { ...firstToken, steady: mergeSteady(firstToken.steady, second.firstToken.steady) },
  };
}

/** Samples are per inference, so groups of different sizes can be merged. */
function mergeSteady(first: SteadyState, second: SteadyState): SteadyState {
  return summariseSamples([...first.samplesMs, ...second.samplesMs], first.inferencesPerSample);
}

/** Computes the mean power of both runs, which have similar durations. */
function mergePower(first: MeasuredPower | undefined, second: MeasuredPower | undefined): MeasuredPower | undefined {
  if (!first || !second) return first ?? second;
  const counters = first.counters.flatMap((counter) => {
    const otherCounter = second.counters.find(({ source, name }) => source === counter.source && name === counter.name);
    if (!otherCounter) return [];
    const computeMean = (key: 'watts' | 'uncertaintyW') => (counter[key] + otherCounter[key]) / 2;
    return [{ ...counter, watts: computeMean('watts'), uncertaintyW: computeMean('uncertaintyW') }];
  });
  return { ...first, counters };
}

function mergeEventLoops(first: EventLoop, second: EventLoop): EventLoop {
  return {
    ticks: first.ticks + second.ticks,
    late: first.late + second.late,
    worstMs: Math.max(first.worstMs, second.worstMs),
  };
}
