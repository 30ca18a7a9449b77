import { getIntervalEnds, type GateOutcome, type GateUnit } from '#core/gate/gate-outcome.ts';
import type { Report } from '#core/report/report.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import type { TextCell } from '#core/report/text-report.ts';
import { listCountedSamples } from '#core/report/samples.ts';
import { findQuantileInterval } from '#statistics/quantile-interval.ts';

/** One metric value of a record: a part of a benchmark, a score, a phase of a task, or a gate's value. */
export interface MetricValue {
  readonly source: 'cell' | 'score' | 'phase' | 'gate';
  /** Name of the cell, metric, phase or gate. */
  readonly name: string;
  /** The metric or percentile of a gate. */
  readonly metric?: string;
  readonly unit: GateUnit;
  readonly value: number;
  /** 95% confidence interval, or as the gate states it; both ends are the value if it is exact; `null` without one. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** Identifies the same metric value in several records. */
export function toMetricKey({ source, name, metric = '' }: MetricValue): string {
  return [source, name, metric].join(' ');
}

export function listReportMetrics(report: Report): readonly MetricValue[] {
  switch (report.kind) {
    case 'tensor':
      return report.cells.map(({ name, steady }) => toTime('cell', name, steady));
    case 'text':
      return report.cells.map(toRate);
    case 'task': {
      const scores = report.scores.map(({ metric, value, interval }): MetricValue => {
        const ends = interval && { low: interval[0], high: interval[1] };
        return { source: 'score', name: metric, unit: 'fraction', value, interval: ends };
      });
      return [...scores, ...report.cells.map(({ name, steady }) => toTime('phase', name, steady))];
    }
  }
}

export function listGateMetrics(gates: readonly GateOutcome[]): readonly MetricValue[] {
  return gates.flatMap((gate): MetricValue | [] => {
    if (!('measured' in gate)) return [];
    const { gate: name, metric, unit, measured: value } = gate;
    return {
      source: 'gate',
      name,
      ...(metric !== undefined && { metric }),
      unit,
      value,
      interval: getIntervalEnds(gate),
    };
  });
}

/** Converts a steady state to its median time, with the distribution-free interval of the median. */
function toTime(source: MetricValue['source'], name: string, steady: SteadyState): MetricValue {
  const ends = computeMedianInterval(steady);
  const interval = ends && { low: ends[0], high: ends[1] };
  return { source, name, unit: 'ms', value: steady.medianMs, interval };
}

/** Converts the median time per token to a rate, which swaps the ends of the interval. */
function toRate({ name, medianTokensPerS, steady }: TextCell): MetricValue {
  const ends = computeMedianInterval(steady);
  const interval = ends && { low: 1000 / ends[1], high: 1000 / ends[0] };
  return { source: 'cell', name, unit: 'tokens-per-second', value: medianTokensPerS, interval };
}

function computeMedianInterval(steady: SteadyState): readonly [low: number, high: number] | null {
  const sorted = listCountedSamples(steady).sort((a, b) => a - b);
  return findQuantileInterval(sorted, 0.5, 0.025);
}
