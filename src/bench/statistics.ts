import { seededRandom } from '#core/random.ts';
import type { Percentile, Steady } from '#core/report.ts';
import { bootstrap, fewDistinct, samplesNeeded } from './method.ts';

/** The middle value, or the mean of the middle two; NaN if there are no values. */
export function median(values: readonly number[]): number {
  return quantile(values.toSorted(ascending), 0.5);
}

/** Median of the absolute deviations from the median, unscaled. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Linear interpolation between order statistics: type 7 of Hyndman & Fan 1996, the default of numpy and R.
 * @param sorted ascending
 */
export function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - below);
}

/** Half-width of the 95 % interval of the mean by Student's t; `null` if there are fewer than two values. */
export function meanInterval95(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const freedom = values.length - 1;
  return studentT975(freedom) * Math.sqrt(squares / freedom / values.length);
}

/** t(0.975) for 1 to 8 degrees of freedom, from the published tables (NIST/SEMATECH e-Handbook 1.3.6.7.2). */
const studentTable = [12.70620474, 4.30265273, 3.18244631, 2.77644511, 2.57058184, 2.44691185, 2.36462425, 2.30600414];

/** Beyond the table: the expansion in 1/freedom of Abramowitz & Stegun 26.7.5, accurate to 1e-4 there. */
export function studentT975(freedom: number): number {
  const tabled = studentTable[freedom - 1];
  if (tabled !== undefined) return tabled;
  const z = 1.959963984540054;
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  const g4 = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160;
  return z + g1 / freedom + g2 / freedom ** 2 + g3 / freedom ** 3 + g4 / freedom ** 4;
}

/**
 * Summary statistics of one steady state (R6).
 * @param samplesMs every sample, in order, per inference
 * @param voided indices of the samples to exclude from the statistics
 */
export function summarise(
  samplesMs: readonly number[],
  inferencesPerSample: number,
  voided: readonly number[] = [],
): Steady {
  const excluded = new Set(voided);
  const counted = samplesMs.filter((_, index) => !excluded.has(index));
  const sorted = counted.toSorted(ascending);
  const percentile = (share: number, needs: number): Percentile =>
    sorted.length >= needs ? { ms: quantile(sorted, share) } : { needs };
  return {
    n: counted.length,
    samplesMs,
    inferencesPerSample,
    voided,
    medianMs: quantile(sorted, 0.5),
    madMs: medianAbsoluteDeviation(counted),
    meanMs: mean(counted),
    meanCi95Ms: meanInterval95(counted),
    minMs: sorted[0] ?? Number.NaN,
    maxMs: sorted.at(-1) ?? Number.NaN,
    p90: percentile(0.9, samplesNeeded.p90),
    p95: percentile(0.95, samplesNeeded.p95),
    p99: percentile(0.99, samplesNeeded.p99),
  };
}

/** Whether few values repeat: then they are determined by the clock rather than the engine (R11). */
export function hasFewDistinct(values: readonly number[]): boolean {
  return new Set(values).size < Math.min(fewDistinct.values, fewDistinct.share * values.length);
}

/** The interquartile range divided by the median. */
export function relativeSpread(values: readonly number[]): number {
  const sorted = values.toSorted(ascending);
  return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / quantile(sorted, 0.5);
}

/** The 95 % bootstrap interval of median(a) / median(b), the same at every call (R8). */
export function medianRatioInterval95(
  a: readonly number[],
  b: readonly number[],
): { readonly low: number; readonly high: number } {
  const random = seededRandom(bootstrap.seed);
  const nextA = resampledMedian(a.toSorted(ascending), random);
  const nextB = resampledMedian(b.toSorted(ascending), random);
  const ratios = Array.from({ length: bootstrap.resamples }, () => nextA() / nextB()).sort(ascending);
  return { low: quantile(ratios, 0.025), high: quantile(ratios, 0.975) };
}

/**
 * Draws medians of bootstrap resamples without creating the resamples. A resample takes `sorted[floor(n * u)]` for n
 * uniform u, so its k-th value is the one at the k-th smallest u, which is distributed as Beta(k, n - k + 1). If n is
 * even, the next smallest u is the minimum of the n - k uniforms above it.
 */
function resampledMedian(sorted: readonly number[], random: () => number): () => number {
  const n = sorted.length;
  const k = Math.ceil(n / 2);
  const valueAt = (u: number) => sorted[Math.min(n - 1, Math.floor(n * u))] ?? Number.NaN;
  return () => {
    const below = gammaVariate(k, random);
    const u = below / (below + gammaVariate(n - k + 1, random));
    if (n % 2 === 1) return valueAt(u);
    const next = 1 - (1 - u) * (1 - random()) ** (1 / (n - k));
    return (valueAt(u) + valueAt(next)) / 2;
  };
}

/** Gamma(shape, 1) for shape >= 1: Marsaglia & Tsang 2000, with normal variates by Box & Muller. */
function gammaVariate(shape: number, random: () => number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}
