import type { ErrorCode } from '#core/errors/error.ts';
import type { PackedDigest } from './t-digest.ts';

/** What one input did: counted in the window of its hour. */
export interface MonitoredRun {
  /** Number of the version that answered. */
  readonly version: number;
  /** `null` if it succeeded. */
  readonly error: ErrorCode | null;
  /** Time in the pipeline, without waiting; `null` if it failed. */
  readonly latencyMs: number | null;
  /** Time from the request to the answer that was not spent in the pipeline; `null` if it was not measured. */
  readonly waitMs: number | null;
  /** Size of an input that stayed on this device; `null` if unknown. */
  readonly inputBytes: number | null;
  /** Numbers by feature, such as `confidence` and `brightness`, as in `Observation`. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** The runs of one version in one hour or, later, one day. Plain data for IndexedDB, with no inputs and no results. */
export interface MonitorWindow {
  readonly deployment: string;
  readonly version: number;
  /** Epoch milliseconds: a whole hour, or a whole day in UTC. */
  readonly startMs: number;
  readonly span: WindowSpan;
  /** Runs that ended, with or without an error, without cancelled ones. */
  readonly runs: number;
  readonly errors: Readonly<Partial<Record<ErrorCode, number>>>;
  readonly cancelled: number;
  readonly droppedFrames: number;
  /** Time in the pipeline, summed. */
  readonly busyMs: number;
  readonly inputBytes: number;
  /** Summaries by feature; `latency` and `wait` are in milliseconds. */
  readonly digests: Readonly<Record<string, PackedDigest>>;
}

export type WindowSpan = 'hour' | 'day';
export const spanMs = { hour: 3_600_000, day: 86_400_000 } as const satisfies Record<WindowSpan, number>;

/** The start of the hour or day of a time. */
export function getWindowStart(atMs: number, span: WindowSpan): number {
  return Math.floor(atMs / spanMs[span]) * spanMs[span];
}

/** Runs that ended with an error. */
export function countErrors({ errors }: Pick<MonitorWindow, 'errors'>): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0);
}
