/** Whether a gate that does not pass fails the run, or is only reported. */
export type GateLevel = 'warn' | 'error';

/** `share` is a part of a whole from 0 to 1; `ratio` is candidate to baseline, or one figure to another. */
export type GateUnit = 'share' | 'ratio' | 'ms' | 'bytes' | 'per-second' | 'tokens-per-second' | 'count' | 'watts';

/** How a measured value has to lie to the limit. */
export type Comparator = '>=' | '<=';

/** The ends of an interval of 95 % confidence, one-sided at each end or better. */
export type Interval = readonly [low: number, high: number];

/** Why a gate was not measured: a code with its facts, e.g. `too-few-samples` with `needs`; see `gates/gate.ts`. */
export interface NotMeasuredReason {
  readonly code: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** The outcome of one gate. All values are in the gate's own unit. */
interface GateResultBase {
  readonly gate: string;
  readonly level: GateLevel;
  readonly unit: GateUnit;
  readonly comparator: Comparator;
  readonly limit: number;
  /** Whether the value is a ratio or difference to a baseline. */
  readonly isRelative: boolean;
  /** The metric of a gate that scores quality, e.g. `top-1`; the percentile of one for latency, e.g. `p90`. */
  readonly metric?: string;
}

export type GateResult = GateResultBase &
  (
    | {
        readonly state: 'pass' | 'fail';
        readonly measured: number;
        /**
         * The interval that decided, if the value has one: all of it is beyond the limit for a pass, and all of it on
         * the other side for a failure. In between, a gate is not measured (`inconclusive`).
         */
        readonly interval: Interval | null;
        /** Items or samples measured. */
        readonly n: number;
        /** Distance of the measured value from the limit, in the gate's unit; negative if it fails. */
        readonly margin: number;
      }
    | { readonly state: 'not-measured'; readonly reason: NotMeasuredReason }
  );

/** The verdict of all gates of a gate file. */
export interface GateRun {
  /** SHA-256 of the gate file's canonical JSON, and when it was read (RFC 3339): before the first measurement. */
  readonly gateFile: { readonly sha256: string; readonly readAt: string };
  readonly results: readonly GateResult[];
  /** `fail` if any gate at level error failed; otherwise `not-measured` if any such gate was not measured. */
  readonly verdict: 'pass' | 'fail' | 'not-measured';
  /**
   * The highest quality grade reached, as thousandths of the baseline's score; `null` if none was, or without a
   * baseline.
   */
  readonly grade: 950 | 990 | 999 | null;
}
