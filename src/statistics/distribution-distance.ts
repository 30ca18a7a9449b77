import { quantile } from './quantiles.ts';

/**
 * Computes the first Wasserstein distance of two samples, in their unit: the area between their empirical
 * distributions.
 * @param a,b ascending, not empty
 */
export function computeWassersteinDistance(a: readonly number[], b: readonly number[]): number {
  let [i, j, distance] = [0, 0, 0];
  let from = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const to = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    distance += (to - from) * Math.abs(i / a.length - j / b.length);
    while (a[i] === to) i++;
    while (b[j] === to) j++;
    from = to;
  }
  return distance;
}

/**
 * Computes the Jensen-Shannon distance of two distributions with base-2 logarithms: 0 if equal, 1 if disjoint.
 * @param a,b counts by category, not all 0
 */
export function computeJensenShannonDistance(a: readonly number[], b: readonly number[]): number {
  const [p, q] = [toProportions(a), toProportions(b)];
  const mixture = p.map((proportion, index) => (proportion + q[index]!) / 2);
  const computeDivergence = (proportions: readonly number[]) =>
    proportions.reduce(
      (sum, proportion, index) => sum + (proportion > 0 ? proportion * Math.log2(proportion / mixture[index]!) : 0),
      0,
    );
  return Math.sqrt(Math.max(0, (computeDivergence(p) + computeDivergence(q)) / 2));
}

/**
 * Computes the population stability index of two distributions: the sum of (q - p) ln(q / p). An empty category counts
 * as half an item, because the index would be infinite.
 * @param a,b counts by category, not all 0
 */
export function computePopulationStabilityIndex(a: readonly number[], b: readonly number[]): number {
  const [p, q] = [a, b].map((counts) => toProportions(counts, 0.5));
  return p!.reduce((sum, proportion, index) => sum + (q![index]! - proportion) * Math.log(q![index]! / proportion), 0);
}

function toProportions(counts: readonly number[], minCount = 0): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Math.max(count, minCount) / total);
}

/**
 * Counts values in bins between quantiles of a reference sample. Equal quantiles are merged, which reduces the number
 * of bins.
 * @param reference ascending, not empty
 * @returns the counts of the reference and of `current`
 */
export function countInQuantileBins(
  reference: readonly number[],
  current: readonly number[],
  bins: number,
): { readonly reference: readonly number[]; readonly current: readonly number[] } {
  const quantiles = Array.from({ length: bins - 1 }, (_, index) => quantile(reference, (index + 1) / bins));
  const edges = [...new Set(quantiles)];
  const countValues = (values: readonly number[]) => {
    const counts = Array.from({ length: edges.length + 1 }, () => 0);
    for (const value of values) counts[edges.filter((edge) => edge < value).length]!++;
    return counts;
  };
  return { reference: countValues(reference), current: countValues(current) };
}
