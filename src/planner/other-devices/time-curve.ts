import { extrapolateError, spreads } from '../forecast-range.ts';

/** The published time of a model with this number of operations. */
export interface TimePoint {
  readonly operations: number;
  readonly ms: number;
}

/** A power law of times, `scale * operations ** exponent` milliseconds, with the errors of the published times. */
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

/** Minimum number of times to fit the exponent, and to derive the range from errors. Heuristic, not measured. */
const minPoints = { exponent: 6, errors: 3 };

/**
 * Fits a power law by least squares on logarithms. Its exponent is below 1 because larger models use a processor more
 * efficiently. For 21 processors and 18 models of ncnn's benchmark, the median error of forecasting a model from the
 * others is a factor of 1.1 to 1.4, compared with 1.2 to 2.8 for a constant speed (`time-curve.test.ts`). With few
 * times, a constant median speed is assumed.
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
 * Forecasts the time of a model with this number of operations. Above the largest published model, speed is assumed to
 * stay constant; below the smallest, the power law continues. In both cases the range includes the other assumption.
 */
export function readTimeCurve(curve: TimeCurve, operations: number): TimeRange {
  const { exponent, scale, below, above, minOperations, maxOperations } = curve;
  const nearest = Math.min(Math.max(operations, minOperations), maxOperations);
  const ms = scale * nearest ** exponent;
  const extrapolation = operations / nearest;
  const [byCurve, bySpeed] = [ms * extrapolation ** exponent, ms * extrapolation];
  return {
    expectedMs: extrapolation > 1 ? bySpeed : byCurve,
    lowMs: Math.min(byCurve, bySpeed) / below,
    highMs: Math.max(byCurve, bySpeed) * above,
  };
}

/** Forecasts each time from the others. Returns measured over expected time, and whether it is in the range. */
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
