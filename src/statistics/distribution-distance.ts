import { quantile } from './quantiles.ts';

/**
 * The first Wasserstein distance of two samples, in their unit: the area between their empirical distributions.
 * @param a,b ascending, neither empty
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
 * The Jensen-Shannon distance of two distributions, with logarithms to base 2: 0 if equal, 1 if disjoint.
 * @param a,b counts by category, neither without items
 */
export function computeJensenShannonDistance(a: readonly number[], b: readonly number[]): number {
  const [p, q] = [toShares(a), toShares(b)];
  const middle = p.map((share, index) => (share + q[index]!) / 2);
  const computeDivergence = (shares: readonly number[]) =>
    shares.reduce((sum, share, index) => sum + (share > 0 ? share * Math.log2(share / middle[index]!) : 0), 0);
  return Math.sqrt(Math.max(0, (computeDivergence(p) + computeDivergence(q)) / 2));
}

/**
 * The population stability index of two distributions: the sum of (q - p) ln(q / p). An empty category counts as half an
 * item, since the index would be infinite.
 * @param a,b counts by category, neither without items
 */
export function computePopulationStabilityIndex(a: readonly number[], b: readonly number[]): number {
  const [p, q] = [a, b].map((counts) => toShares(counts, 0.5));
  return p!.reduce((sum, share, index) => sum + (q![index]! - share) * Math.log(q![index]! / share), 0);
}

function toShares(counts: readonly number[], least = 0): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Math.max(count, least) / total);
}

/**
 * Counts of values in bins that hold equal shares of a reference sample. Fewer bins, if quantiles of the reference are
 * equal.
 * @param reference ascending, not empty
 * @returns the counts of the reference and of `current`
 */
export function countInQuantileBins(
  reference: readonly number[],
  current: readonly number[],
  bins: number,
): { readonly reference: readonly number[]; readonly current: readonly number[] } {
  const inner = Array.from({ length: bins - 1 }, (_, index) => quantile(reference, (index + 1) / bins));
  const edges = [...new Set(inner)];
  const count = (values: readonly number[]) => {
    const counts = Array.from({ length: edges.length + 1 }, () => 0);
    for (const value of values) counts[edges.filter((edge) => edge < value).length]!++;
    return counts;
  };
  return { reference: count(reference), current: count(current) };
}
