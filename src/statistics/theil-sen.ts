import { computeNormalCdf, computeNormalQuantile } from './normal.ts';
import { median, quantile } from './quantiles.ts';

/** Longer series are reduced to medians of groups, because all pairs are compared: 180,000 for 600 values. */
const maxValues = 600;

/**
 * Estimates the trend of a series by the median slope of all pairs (Theil 1950), which is robust to outliers. The
 * distribution-free interval (Sen 1968) excludes 0 if the Mann-Kendall test rejects "no trend". Pairs of equal time are
 * ignored.
 * @param times ascending
 * @param alpha the one-sided error of each end; the default gives a two-sided interval of 90% confidence
 * @returns the change per unit of time, and the two-sided p-value of "no trend"; `null` for fewer than 5 values,
 *   because the exact two-sided p of 4 values is never below 0.08
 */
export function estimateTheilSenSlope(
  times: readonly number[],
  values: readonly number[],
  alpha = 0.05,
): { readonly slope: number; readonly interval: readonly [low: number, high: number]; readonly p: number } | null {
  if (values.length < 5) return null;
  if (values.length > maxValues)
    return estimateTheilSenSlope(computeGroupMedians(times), computeGroupMedians(values), alpha);
  const pairSlopes: number[] = [];
  for (const [later, value] of values.entries()) {
    for (let earlier = 0; earlier < later; earlier++) {
      const elapsed = times[later]! - times[earlier]!;
      if (elapsed !== 0) pairSlopes.push((value - values[earlier]!) / elapsed);
    }
  }
  const slopes = Float64Array.from(pairSlopes).sort();
  const rises = slopes.reduce((sum, slope) => sum + Math.sign(slope), 0);
  // The normal approximation of Kendall's S is accurate from n = 10 on.
  const deviation = Math.sqrt(computeRiseVariance(values));
  const halfWidth = computeNormalQuantile(1 - alpha) * deviation;
  const low = slopes[Math.round((slopes.length - halfWidth) / 2) - 1] ?? slopes[0]!;
  const high = slopes[Math.round((slopes.length + halfWidth) / 2)] ?? slopes.at(-1)!;
  const p = rises === 0 ? 1 : 2 * computeNormalCdf((1 - Math.abs(rises)) / deviation);
  return { slope: quantile(slopes, 0.5), interval: [low, high], p };
}

/** Computes the variance of Kendall's S without a trend, corrected for ties. */
function computeRiseVariance(values: readonly number[]): number {
  const computeTerm = (count: number) => (count * (count - 1) * (2 * count + 5)) / 18;
  const ties = [...Map.groupBy(values, (value) => value).values()];
  return computeTerm(values.length) - ties.reduce((sum, tied) => sum + computeTerm(tied.length), 0);
}

/** Returns the medians of consecutive groups of equal size. */
function computeGroupMedians(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / maxValues);
  return Array.from({ length: Math.floor(values.length / size) }, (_, group) =>
    median(values.slice(group * size, (group + 1) * size)),
  );
}
