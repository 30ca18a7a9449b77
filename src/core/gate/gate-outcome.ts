/** Whether a gate that does not pass fails the run, or is only reported. */
export type GateSeverity = 'warn' | 'error';

/**
 * `fraction` is a part of a whole, usually 0 to 1, though error rates can exceed 1; `ratio` is candidate to baseline, or one
 * figure to another; `count` is whole, and `number` any number without a unit.
 */
export type GateUnit =
  | 'fraction'
  | 'ratio'
  | 'ms'
  | 'bytes'
  | 'per-second'
  | 'tokens-per-second'
  | 'count'
  | 'watts'
  | 'number';

/** Which side of the limit passes. */
export type Comparator = '>=' | '<=';

/** An interval of a measured value. */
export interface GateInterval {
  readonly low: number;
  readonly high: number;
  /** Confidence of each one-sided bound: 0.95, or 0.975 if the interval is a two-sided 95% interval. */
  readonly confidence: number;
}

/** Why a gate has no value: a code with its facts, e.g. `too-few-samples` with `needs`; see `gates/gate.ts`. */
export interface NotMeasuredReason {
  readonly code: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** What is required of one gate. All values are in the gate's own unit. */
interface GateHead {
  readonly gate: string;
  readonly severity: GateSeverity;
  readonly unit: GateUnit;
  readonly comparator: Comparator;
  readonly limit: number;
  /** Whether the value is a ratio or difference to a baseline. */
  readonly isRelative: boolean;
  /** The metric of a gate that scores quality, e.g. `top-1`; the percentile of one for latency, e.g. `p90`. */
  readonly metric?: string;
}

/** What a gate requires of a value. */
type Requirement = Pick<GateHead, 'comparator' | 'limit'>;

/** A value without sampling error, such as the size of a file, has the interval `exact`. */
interface Measurement {
  readonly measured: number;
  readonly interval: GateInterval | 'exact';
}

/** The outcome of a gate that was measured. */
export interface MeasuredGate extends GateHead, Measurement {
  /** Derived from the measurement by `gateState`. */
  readonly state: 'pass' | 'fail' | 'inconclusive';
  /** Items or samples measured. */
  readonly n: number;
}

/** The outcome of a gate without a value. */
export interface UnmeasuredGate extends GateHead {
  /** `not-applicable`: models of this kind have no such value, so nothing is missing. */
  readonly state: 'not-measured' | 'not-applicable';
  readonly reason: NotMeasuredReason;
}

/** The outcome of one gate. */
export type GateOutcome = MeasuredGate | UnmeasuredGate;

/** The outcome of one gate, with the distance from its limit if it was measured: by `computeMargin`, in the gate's unit. */
export type GateResult = (MeasuredGate & { readonly margin: number }) | UnmeasuredGate;

/** The distance of a value from the limit; negative if it does not meet it. */
export function computeMargin({ comparator, limit }: Requirement, value: number): number {
  return comparator === '>=' ? value - limit : limit - value;
}

/** The ends of the interval; both are the value if it is exact. */
export function getIntervalEnds({ measured, interval }: Measurement): { readonly low: number; readonly high: number } {
  return interval === 'exact' ? { low: measured, high: measured } : interval;
}

/** A gate passes if its whole interval meets the limit, and fails if none of it does; in between it is inconclusive. */
export function decideGateState(requirement: Requirement, measurement: Measurement) {
  const { low, high } = getIntervalEnds(measurement);
  const [worst, best] = requirement.comparator === '>=' ? [low, high] : [high, low];
  if (computeMargin(requirement, worst) >= 0) return 'pass';
  return computeMargin(requirement, best) < 0 ? 'fail' : 'inconclusive';
}

/**
 * A rough number of samples that would decide an inconclusive gate if the value did not change: an interval narrows
 * with the square root of the samples. `null` if no number would, because the value is at the limit.
 */
export function estimateSamplesToDecide(
  requirement: Requirement,
  { measured, interval, n }: Measurement & { readonly n: number },
): number | null {
  if (interval === 'exact') return null;
  const margin = computeMargin(requirement, measured);
  const isAboveLimit = margin > 0 === (requirement.comparator === '>=');
  const towardsLimit = isAboveLimit ? measured - interval.low : interval.high - measured;
  const needs = Math.ceil(n * (towardsLimit / margin) ** 2);
  return Number.isFinite(needs) && needs > n ? needs : null;
}

/** Thousandths of the baseline's score, highest first; 990 and 999 are the accuracy targets of MLPerf Inference. */
export const grades = [999, 990, 950] as const;

/** The verdict of all gates of a gate file. */
export interface GateRun {
  /** SHA-256 of what the gate file requires (`gateFileDigest`), and when it was read (RFC 3339): before the first measurement. */
  readonly gateFile: { readonly sha256: string; readonly readAt: string };
  readonly results: readonly GateResult[];
  /**
   * `fail` if any gate at severity error failed; otherwise `undecided` if any such gate is inconclusive or not
   * measured, or if no such gate applies to the model.
   */
  readonly verdict: 'pass' | 'fail' | 'undecided';
  /** The highest grade that the gate `quality-ratio` reaches with confidence; `null` if none is, or without that gate. */
  readonly grade: (typeof grades)[number] | null;
}

/** The ids of the required gates that do not pass. */
export function listUnmetGates(results: readonly Pick<GateResult, 'gate' | 'severity' | 'state'>[]): readonly string[] {
  const unmet = results.filter(
    ({ severity, state }) => severity === 'error' && state !== 'pass' && state !== 'not-applicable',
  );
  return unmet.map(({ gate }) => gate);
}
