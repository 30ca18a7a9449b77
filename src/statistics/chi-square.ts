import { computeUpperGamma } from './incomplete-gamma.ts';

/** Computes P(X > statistic) for a chi-square distribution. */
function computeChiSquareTail(statistic: number, degreesOfFreedom: number): number {
  return computeUpperGamma(degreesOfFreedom / 2, statistic / 2);
}

/**
 * Tests whether two samples have the same proportions of categories, by Pearson's chi-square test. Categories in
 * neither sample are ignored.
 * @param a,b counts by category, in the same order
 * @returns `null` with fewer than two categories or an empty sample
 */
export function testHomogeneity(
  a: readonly number[],
  b: readonly number[],
): { readonly statistic: number; readonly degreesOfFreedom: number; readonly p: number } | null {
  const [totalA, totalB] = [sum(a), sum(b)];
  const columns = a.map((count, index) => count + b[index]!);
  const degreesOfFreedom = columns.filter((count) => count > 0).length - 1;
  if (degreesOfFreedom < 1 || totalA === 0 || totalB === 0) return null;
  let statistic = 0;
  for (const [index, column] of columns.entries()) {
    if (column === 0) continue;
    for (const [count, total] of [
      [a[index]!, totalA],
      [b[index]!, totalB],
    ] as const) {
      const expected = (column * total) / (totalA + totalB);
      statistic += (count - expected) ** 2 / expected;
    }
  }
  return { statistic, degreesOfFreedom, p: computeChiSquareTail(statistic, degreesOfFreedom) };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
