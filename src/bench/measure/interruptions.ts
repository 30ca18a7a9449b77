import type { EventLoop } from '#core/report/report-header.ts';
import { eventLoopRule } from '../method.ts';

/** Start and end in epoch milliseconds. */
export type Interval = readonly [start: number, end: number];

/** R14: finds the indices of samples that overlap an interruption: a hidden page or a change of the power source. */
export function findExcludedSamples(spans: readonly Interval[], interruptions: readonly Interval[]): number[] {
  return spans.flatMap(([start, end], index) =>
    interruptions.some(([from, to]) => from <= end && to >= start) ? [index] : [],
  );
}

/** R15: whether more than 5% of the page's timer ticks were over 100 ms late. */
export function isBusy({ ticks, late }: EventLoop): boolean {
  return late > ticks * eventLoopRule.fraction;
}
