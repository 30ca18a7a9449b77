import type { Percentile } from '#core/report/steady-state.ts';

/** Calls of one size: a batch of that many inputs, or that many calls at the same time. */
export interface LoadPoint {
  readonly size: number;
  /** Inputs answered per second. */
  readonly inputsPerS: number;
  /** Time from a call to its answer. */
  readonly medianMs: number;
  readonly p95: Percentile;
  /** Calls that were measured. */
  readonly n: number;
}

/** Throughput and latency by size. */
export interface LoadSeries {
  readonly points: readonly LoadPoint[];
  readonly knee: Knee;
  /** Why larger sizes were not measured: the code of the error at `size`, or `too-slow`; absent if all were. */
  readonly ended?: { readonly size: number; readonly code: string };
}

/**
 * The size with the most power: throughput divided by latency. Beyond it, latency grows faster than throughput.
 * Kleinrock, “Power and deterministic rules of thumb for probabilistic problems in computer communications”, ICC 1979.
 */
export interface Knee {
  readonly size: number;
  /** Inputs per second, per millisecond of median latency. */
  readonly power: number;
}

/** Why a series was not measured. */
export type NoSeries =
  /** The model's first dimension is not the same free dimension of all inputs and outputs. */
  | 'no-batch-axis'
  /** An engine in the page answers one call after the other. */
  | 'one-call-at-a-time';

type Series = LoadSeries | { readonly notMeasured: NoSeries };

/** How a session behaves under load. */
export interface LoadCurve {
  /** One call at a time, by the inputs in it. */
  readonly batch: Series;
  /** Calls of one input, by their number at the same time. A companion may join them to batches. */
  readonly concurrency: Series;
}

/** @param points at least one */
export function findKnee(points: readonly LoadPoint[]): Knee {
  const knees = points.map(({ size, inputsPerS, medianMs }) => ({ size, power: inputsPerS / medianMs }));
  return knees.reduce((best, knee) => (knee.power > best.power ? knee : best));
}
