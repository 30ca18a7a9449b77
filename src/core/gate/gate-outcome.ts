/** Whether a gate that does not pass fails the run or is only reported. */
export type GateSeverity = 'warn' | 'error';

/**
 * `fraction` is a part of a whole, usually 0 to 1, though error rates can exceed 1. `ratio` relates the candidate to the
 * baseline, or one value to another. `count` is an integer, and `number` has no unit.
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

/** Values on this side of the limit pass. */
export type Comparator = '>=' | '<=';

/** An interval of a measured value. */
export interface GateInterval {
  readonly low: number;
  readonly high: number;
  /** Confidence of each one-sided bound: 0.95, or 0.975 if the interval is a two-sided 95% interval. */
  readonly confidence: number;
}

/** The reason why a gate has no value, such as `too-few-samples` with the fact `needs` (`gates/gate.ts`). */
export interface NotMeasuredReason {
  readonly code: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** The requirement of a gate. All values are in the gate's unit. */
interface GateHead {
  readonly gate: string;
  readonly severity: GateSeverity;
  readonly unit: GateUnit;
  readonly comparator: Comparator;
  readonly limit: number;
  /** Whether the value is a ratio or difference to a baseline. */
  readonly isRelative: boolean;
  /** The metric of a quality gate, e.g. `top-1`, or the percentile of a latency gate, e.g. `p90`. */
  readonly metric?: string;
}

/** The condition that a value must meet. */
type Requirement = Pick<GateHead, 'comparator' | 'limit'>;

/** A measured value. Without sampling error, as for a file size, its interval is `exact`. */
interface Measurement {
  readonly measured: number;
  readonly interval: GateInterval | 'exact';
}

/** The outcome of a gate that was measured. */
export interface MeasuredGate extends GateHead, Measurement {
  /** Computed by `decideGateState`. */
  readonly state: 'pass' | 'fail' | 'inconclusive';
  /** Number of measured items or samples. */
  readonly n: number;
}

/** The outcome of a gate without a value. */
export interface UnmeasuredGate extends GateHead {
  /** `not-applicable`: models of this kind have no such value. */
  readonly state: 'not-measured' | 'not-applicable';
  readonly reason: NotMeasuredReason;
}

/** The outcome of one gate. */
export type GateOutcome = MeasuredGate | UnmeasuredGate;

/** The outcome of a gate and, if it was measured, its `computeMargin` in the gate's unit. */
export type GateResult = MeasuredGateResult | UnmeasuredGate;

/** The result of a gate that was measured. */
export type MeasuredGateResult = MeasuredGate & { readonly margin: number };

/** The distance of a value from the limit; negative if it does not meet it. */
export function computeMargin({ comparator, limit }: Requirement, value: number): number {
  return comparator === '>=' ? value - limit : limit - value;
}

/** The bounds of the interval, which are both the value if it is exact. */
export function getIntervalEnds({ measured, interval }: Measurement): { readonly low: number; readonly high: number } {
  return interval === 'exact' ? { low: measured, high: measured } : interval;
}

/**
 * Decides the state of a gate: it passes if its whole interval meets the limit, fails if no part of the interval does,
 * and is otherwise inconclusive.
 */
export function decideGateState(requirement: Requirement, measurement: Measurement) {
  const { low, high } = getIntervalEnds(measurement);
  const [worst, best] = requirement.comparator === '>=' ? [low, high] : [high, low];
  if (computeMargin(requirement, worst) >= 0) return 'pass';
  return computeMargin(requirement, best) < 0 ? 'fail' : 'inconclusive';
}

/**
 * Estimates the number of samples that decides an inconclusive gate if the value does not change, because the width of an
 * interval is inversely proportional to the square root of the samples. `null` if the value is at the limit.
 */
export function estimateSamplesToDecide(
  requirement: Requirement,
  { measured, interval, n }: Measurement & { readonly n: number },
): number | null {
  if (interval === 'exact') return null;
  const margin = computeMargin(requirement, measured);
  const isAboveLimit = margin > 0 === (requirement.comparator === '>=');
  const distanceToBound = isAboveLimit ? measured - interval.low : interval.high - measured;
  const needs = Math.ceil(n * (distanceToBound / margin) ** 2);
  return Number.isFinite(needs) && needs > n ? needs : null;
}

/** Thousandths of the baseline's score, in descending order. 990 and 999 are the accuracy targets of MLPerf Inference. */
export const grades = [999, 990, 950] as const;

/** The verdict of all gates of a gate file. */
export interface GateRun {
  /** SHA-256 of the requirements (`gateFileDigest`), and the time of reading (RFC 3339), before the first measurement. */
  readonly gateFile: { readonly sha256: string; readonly readAt: string };
  readonly results: readonly GateResult[];
  /**
   * `fail` if any gate with severity `error` failed; otherwise `undecided` if any such gate is inconclusive or not
   * measured, or if no such gate applies to the model.
   */
  readonly verdict: 'pass' | 'fail' | 'undecided';
  /** The highest grade that the gate `quality-ratio` reaches with confidence; `null` for none, or without that gate. */
  readonly grade: (typeof grades)[number] | null;
}

/** The ids of the required gates that do not pass. */
export function listUnmetGates(results: readonly Pick<GateResult, 'gate' | 'severity' | 'state'>[]): readonly string[] {
  const unmet = results.filter(
    ({ severity, state }) => severity === 'error' && state !== 'pass' && state !== 'not-applicable',
  );
  return unmet.map(({ gate }) => gate);
}

/** The required gates that failed, which are why the verdict of a gate run is `fail`. */
export function selectFailedGates(results: readonly GateResult[]): readonly MeasuredGateResult[] {
  return results.flatMap((result) =>
    'measured' in result && result.severity === 'error' && result.state === 'fail' ? result : [],
  );
}
