import { extrapolateError, spreads } from '../forecast-range.ts';

/** A published time of a model with this number of operations. */
export interface TimePoint {
  readonly operations: number;
  readonly ms: number;
}

/** Milliseconds of a model by its operations: `scale * operations ** exponent`, with the error of the known times. */
interface TimeCurve {
  readonly exponent: number;
  readonly scale: number;
  readonly below: number;
  readonly above: number;
  readonly minOperations: number;
  readonly maxOperations: number;
}

export interface TimeRange {
  readonly expectedMs: number;
  readonly lowMs: number;
  readonly highMs: number;
}

/** Minimum number of times for the exponent to be fitted, and for their errors to give the range. Heuristic. */
const minPoints = { exponent: 6, errors: 3 };

/**
 * Fits a power law by least squares of the logarithms. Its exponent is below 1, since larger models use a processor
 * better: with 21 processors of ncnn's benchmark and 18 models each, the median error of forecasting one model from the
 * others is a factor of 1.1 to 1.4, and of 1.2 to 2.8 with a constant speed (`time-curve.test.ts`). With few times, the
 * speed is assumed to be constant, their median.
 */
export function fitTimeCurve(points: readonly TimePoint[]): TimeCurve {
  const logs = points.map(({ operations, ms }) => ({ x: Math.log(operations), y: Math.log(ms) }));
  const exponent = points.length < minPoints.exponent ? 1 : fitSlope(logs);
  const offsets = logs.map(({ x, y }) => y - exponent * x).sort((a, b) => a - b);
  const offset = points.length < minPoints.exponent ? (offsets[offsets.length >> 1] ?? 0) : mean(offsets);
  const hasErrors = points.length >= minPoints.errors;
  const { below, above } = spreads.uncalibrated;
  const sizes = points.map(({ operations }) => operations);
  return {
    exponent,
    scale: Math.exp(offset),
    below: hasErrors ? extrapolateError(Math.exp(offset - offsets[0]!)) : below,
    above: hasErrors ? extrapolateError(Math.exp(offsets.at(-1)! - offset)) : above,
    minOperations: Math.min(...sizes),
    maxOperations: Math.max(...sizes),
  };
}

/**
 * The time of a model with this number of operations. Beyond the largest known model the speed is assumed to stay
 * constant, since the gain by size ends; below the smallest, the power law continues. There the range extends to the
 * other assumption.
 */
export function readTimeCurve(curve: TimeCurve, operations: number): TimeRange {
  const { exponent, scale, below, above, minOperations, maxOperations } = curve;
  const nearest = Math.min(Math.max(operations, minOperations), maxOperations);
  const ms = scale * nearest ** exponent;
  const beyond = operations / nearest;
  const [byCurve, bySpeed] = [ms * beyond ** exponent, ms * beyond];
  return {
    expectedMs: beyond > 1 ? bySpeed : byCurve,
    lowMs: Math.min(byCurve, bySpeed) / below,
    highMs: Math.max(byCurve, bySpeed) * above,
  };
}

/** How well each time is forecast from the others: the measured over the expected time, and whether it is in the range. */
export function checkTimeCurve(points: readonly TimePoint[]) {
  return points.map((point) => {
    const range = readTimeCurve(fitTimeCurve(points.filter((other) => other !== point)), point.operations);
    const isInside = range.lowMs <= point.ms && point.ms <= range.highMs;
    return { ratio: point.ms / range.expectedMs, isInside };
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function fitSlope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const covariance = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}
