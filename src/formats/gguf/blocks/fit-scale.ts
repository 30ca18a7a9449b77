import { clamp, roundHalfToEven } from './block-encoder.ts';

const { fround } = Math;
const size = 32;
const weights = new Float32Array(size);
const candidateLevels = new Uint8Array(size);

/** The candidate scales: from `maxLevel + firstStep` levels, in steps of 0.1. */
export interface Search {
  readonly maxLevel: number;
  readonly firstStep: number;
  readonly steps: number;
}

/**
 * Fits the scale and minimum of 32 values to minimise the squared error of levels from 0 to `maxLevel`, weighted by
 * magnitude: `make_qkx2_quants` of ggml-quants.c. Computes a linear regression for each of several scales.
 * @param levels set from `from` on
 * @returns the scale and the minimum, which is at most 0
 */
export function fitScaleAndMin(
  values: Float32Array,
  { maxLevel, firstStep, steps }: Search,
  levels: Uint8Array,
  from: number,
): { readonly scale: number; readonly min: number } {
  let squares = 0;
  for (const value of values) squares = fround(squares + fround(value * value));
  const average = fround(Math.sqrt(fround(squares / size)));
  let min = values[0]!;
  let max = min;
  let [sumW, sumX] = [0, 0];
  for (let index = 0; index < size; index++) {
    const value = values[index]!;
    if (value < min) min = value;
    if (value > max) max = value;
    const weight = fround(average + Math.abs(value));
    weights[index] = weight;
    sumW = fround(sumW + weight);
    sumX = fround(sumX + fround(weight * value));
  }
  if (min > 0) min = 0;
  if (max === min) {
    levels.fill(0, from, from + size);
    return { scale: 0, min };
  }
  const first = fround(maxLevel / fround(max - min));
  let scale = fround(1 / first);
  setLevels(values, first, min, maxLevel);
  levels.set(candidateLevels, from);
  let leastError = computeSquaredError(values, scale, min);
  for (let step = 0; step <= steps; step++) {
    const inverse = fround(fround(fround(firstStep + fround(fround(0.1) * step)) + maxLevel) / fround(max - min));
    setLevels(values, inverse, min, maxLevel);
    let [sumL, sumL2, sumXL] = [0, 0, 0];
    for (let index = 0; index < size; index++) {
      const level = candidateLevels[index]!;
      const weighted = fround(weights[index]! * level);
      sumL = fround(sumL + weighted);
      sumL2 = fround(sumL2 + fround(weighted * level));
      sumXL = fround(sumXL + fround(weighted * values[index]!));
    }
    const determinant = fround(fround(sumW * sumL2) - fround(sumL * sumL));
    if (!(determinant > 0)) continue;
    let candidateScale = fround(fround(fround(sumW * sumXL) - fround(sumX * sumL)) / determinant);
    let candidateMin = fround(fround(fround(sumL2 * sumX) - fround(sumL * sumXL)) / determinant);
    if (candidateMin > 0) {
      candidateMin = 0;
      candidateScale = fround(sumXL / sumL2);
    }
    const error = computeSquaredError(values, candidateScale, candidateMin);
    if (!(error < leastError)) continue;
    leastError = error;
    scale = candidateScale;
    min = candidateMin;
    levels.set(candidateLevels, from);
  }
  return { scale, min };
}

function setLevels(values: Float32Array, inverse: number, min: number, maxLevel: number): void {
  for (let index = 0; index < size; index++)
    candidateLevels[index] = clamp(roundHalfToEven(fround(inverse * fround(values[index]! - min))), 0, maxLevel);
}

function computeSquaredError(values: Float32Array, scale: number, min: number): number {
  let error = 0;
  for (let index = 0; index < size; index++) {
    const difference = fround(fround(fround(scale * candidateLevels[index]!) + min) - values[index]!);
    error = fround(error + fround(weights[index]! * fround(difference * difference)));
  }
  return error;
}

/** Groups whose largest magnitude is smaller are stored as 0: `GROUP_MAX_EPS` of ggml-quants.c. */
export const minMagnitude = 1e-15;

/**
 * Fits the scale of 16 values to minimise the squared error of levels from -32 to 31, weighted by the squares of the
 * values: `make_qx_quants` of ggml-quants.c with `rmse_type` 1.
 * @param levels set from `from` on, plus 32
 */
export function fitScale(values: Float32Array, levels: Uint8Array, from: number): number {
  const extreme = values.reduce((extreme, value) => (Math.abs(value) > Math.abs(extreme) ? value : extreme), 0);
  if (Math.abs(extreme) < minMagnitude) {
    levels.fill(0, from, from + 16);
    return 0;
  }
  let [scale, best] = [0, 0];
  for (let attempt = 0; attempt < 19; attempt++) {
    // Tries the full range first, then from 0.9 levels less to 0.9 levels more.
    const step = attempt === 0 ? 0 : attempt <= 9 ? attempt - 10 : attempt - 9;
    const inverse = fround(-fround(32 + fround(fround(0.1) * step)) / extreme);
    let [sumXL, sumL2] = [0, 0];
    for (let index = 0; index < 16; index++) {
      const value = values[index]!;
      const level = clamp(roundHalfToEven(fround(inverse * value)), -32, 31);
      candidateLevels[index] = level + 32;
      const weight = fround(value * value);
      sumXL = fround(sumXL + fround(fround(weight * value) * level));
      sumL2 = fround(sumL2 + fround(fround(weight * level) * level));
    }
    if (attempt > 0 && !(sumL2 > 0 && fround(sumXL * sumXL) > fround(best * sumL2))) continue;
    scale = sumL2 === 0 ? 0 : fround(sumXL / sumL2);
    best = fround(scale * sumXL);
    levels.set(candidateLevels.subarray(0, 16), from);
  }
  return scale;
}
