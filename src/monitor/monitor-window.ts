import type { ErrorCode } from '#core/errors/error.ts';
import type { PackedDigest } from './t-digest.ts';

/** The outcome of one input, to be counted in the window of its hour. */
export interface MonitoredRun {
  /** The number of the version that ran the input. */
  readonly version: number;
  /** `null` if the run succeeded. */
  readonly error: ErrorCode | null;
  /** Time in the pipeline, without waiting; `null` if it failed. */
  readonly latencyMs: number | null;
  /** Time from the request to the result, without the time in the pipeline; `null` if it was not measured. */
  readonly waitMs: number | null;
  /** Size of the input, which stayed on this device; `null` if unknown. */
  readonly inputBytes: number | null;
  /** Numbers by feature, such as `confidence` and `brightness`, as in `Observation`. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** The runs of one version in one hour or, later, one day. Plain data for IndexedDB, without inputs and results. */
export interface MonitorWindow {
  readonly deployment: string;
  readonly version: number;
  /** Epoch milliseconds: a whole hour, or a whole day in UTC. */
  readonly startMs: number;
  readonly span: WindowSpan;
  /** Runs that ended with a result or an error; cancelled ones are not included. */
  readonly runs: number;
  readonly errors: Readonly<Partial<Record<ErrorCode, number>>>;
  readonly cancelled: number;
  readonly droppedFrames: number;
  /** The total time in the pipeline. */
  readonly busyMs: number;
  readonly inputBytes: number;
  /** Distributions by feature; `latency` and `wait` are in milliseconds. */
  readonly digests: Readonly<Record<string, PackedDigest>>;
}

export type WindowSpan = 'hour' | 'day';
export const spanMs = { hour: 3_600_000, day: 86_400_000 } as const satisfies Record<WindowSpan, number>;

/** Returns the start of the UTC hour or day of a time. */
export function getWindowStart(atMs: number, span: WindowSpan): number {
  return Math.floor(atMs / spanMs[span]) * spanMs[span];
}

/** Counts the runs that ended with an error. */
export function countErrors({ errors }: Pick<MonitorWindow, 'errors'>): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0);
}
