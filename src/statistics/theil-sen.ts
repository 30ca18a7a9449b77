import { normalCdf, normalQuantile } from './normal.ts';
import { median, quantile } from './quantiles.ts';

/** More values are replaced by medians of groups: all pairs are compared, and 600 values have 180,000. */
const maxValues = 600;

/**
 * The trend of a series: the median slope of all pairs (Theil 1950) with the distribution-free interval of Sen 1968, which
 * excludes 0 if the Mann-Kendall test rejects "no trend". Outliers hardly affect it. Values of equal time count as no
 * pair.
 * @param times ascending
 * @param alpha the one-sided error of each end: the default makes a two-sided interval of 90% confidence
 * @returns the change per unit of time, and the two-sided p-value of "no trend"; `null` for fewer than 5 values: of the
 *   24 orders of 4, two only rise or fall, so the exact two-sided p is never below 0.08
 */
export function estimateTheilSenSlope(
  times: readonly number[],
  values: readonly number[],
  alpha = 0.05,
): { readonly slope: number; readonly interval: readonly [low: number, high: number]; readonly p: number } | null {
  if (values.length < 5) return null;
  if (values.length > maxValues) return estimateTheilSenSlope(groupMedians(times), groupMedians(values), alpha);
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
  const reach = normalQuantile(1 - alpha) * deviation;
  const low = slopes[Math.round((slopes.length - reach) / 2) - 1] ?? slopes[0]!;
  const high = slopes[Math.round((slopes.length + reach) / 2)] ?? slopes.at(-1)!;
  const p = rises === 0 ? 1 : 2 * normalCdf((1 - Math.abs(rises)) / deviation);
  return { slope: quantile(slopes, 0.5), interval: [low, high], p };
}

/** The variance of Kendall's S without a trend, which ties reduce. */
function computeRiseVariance(values: readonly number[]): number {
  const computeTerm = (count: number) => (count * (count - 1) * (2 * count + 5)) / 18;
  const ties = [...Map.groupBy(values, (value) => value).values()];
  return computeTerm(values.length) - ties.reduce((sum, tied) => sum + computeTerm(tied.length), 0);
}

/** Medians of consecutive values in groups of equal size. */
function groupMedians(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / maxValues);
  return Array.from({ length: Math.floor(values.length / size) }, (_, group) =>
    median(values.slice(group * size, (group + 1) * size)),
  );
}
