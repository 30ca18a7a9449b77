import type { Percentile } from '#core/report/steady-state.ts';

/** Calls of one size: the number of inputs in a batch, or of concurrent calls. */
export interface LoadPoint {
  readonly size: number;
  /** Throughput in inputs per second. */
  readonly inputsPerS: number;
  /** Latency of a call. */
  readonly medianMs: number;
  readonly p95: Percentile;
  /** The number of measured calls. */
  readonly n: number;
}

/** Throughput and latency by size. */
export interface LoadSeries {
  readonly points: readonly LoadPoint[];
  readonly knee: Knee;
  /** The reason for not measuring larger sizes: the code of the error at `size`, or `too-slow`; absent if all were measured. */
  readonly ended?: { readonly size: number; readonly code: string };
}

/**
 * The size that maximises power, which Kleinrock defines as throughput divided by latency. Beyond it, latency grows
 * faster than throughput (“Power and deterministic rules of thumb for probabilistic problems in computer
 * communications”, ICC 1979).
 */
export interface Knee {
  readonly size: number;
  /** The power at this size: inputs per second divided by the median latency in milliseconds. */
  readonly power: number;
}

/** The reason for a series that was not measured. */
export type NoSeriesReason =
  /** The model's first dimension is not the same free dimension of all inputs and outputs. */
  | 'no-batch-axis'
  /** An engine in the page processes calls sequentially. */
  | 'one-call-at-a-time';

type Series = LoadSeries | { readonly notMeasured: NoSeriesReason };

/** Throughput and latency of a session under load. */
export interface LoadCurve {
  /** Sequential calls, by batch size. */
  readonly batch: Series;
  /** Calls with one input each, by the number of concurrent calls. A companion may combine them into batches. */
  readonly concurrency: Series;
}

/** @param points at least one */
export function findKnee(points: readonly LoadPoint[]): Knee {
  const knees = points.map(({ size, inputsPerS, medianMs }) => ({ size, power: inputsPerS / medianMs }));
  return knees.reduce((best, knee) => (knee.power > best.power ? knee : best));
}
