import { normalQuantile } from './normal.ts';
import { ascending, median } from './quantiles.ts';

/**
 * The trend of a series: the median slope of all pairs (Theil 1950) with the distribution-free interval of Sen 1968, which
 * excludes 0 exactly if the Mann-Kendall test rejects "no trend". Outliers hardly affect it. Values of equal time count as
 * no pair.
 * @param alpha the one-sided error of each end
 * @returns the change per unit of time; `null` for fewer than 5 values, with which no trend is significant
 */
export function theilSenSlope(
  times: readonly number[],
  values: readonly number[],
  alpha = 0.05,
): { readonly slope: number; readonly interval: readonly [low: number, high: number] } | null {
  const n = values.length;
  if (n < 5) return null;
  const slopes = values
    .flatMap((value, later) =>
      values.slice(0, later).map((before, at) => (value - before) / (times[later]! - times[at]!)),
    )
    .filter(Number.isFinite)
    .sort(ascending);
  // The standard deviation of Kendall's S without ties. The normal approximation is accurate from n = 10 on.
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const reach = normalQuantile(1 - alpha) * deviation;
  const low = slopes[Math.round((slopes.length - reach) / 2) - 1] ?? slopes[0]!;
  const high = slopes[Math.round((slopes.length + reach) / 2)] ?? slopes.at(-1)!;
  return { slope: median(slopes), interval: [low, high] };
}
