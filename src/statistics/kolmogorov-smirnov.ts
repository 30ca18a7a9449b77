/**
 * Performs the two-sample Kolmogorov-Smirnov test. The statistic is the maximum difference of the empirical
 * distributions. The p-value is from the limiting distribution with the small-sample correction of Stephens 1970, and
 * is conservative with ties.
 * @param a,b ascending, not empty
 */
export function testKolmogorovSmirnov(
  a: readonly number[],
  b: readonly number[],
): { readonly statistic: number; readonly p: number } {
  let statistic = 0;
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (a[i] === value) i++;
    while (b[j] === value) j++;
    statistic = Math.max(statistic, Math.abs(i / a.length - j / b.length));
  }
  const root = Math.sqrt((a.length * b.length) / (a.length + b.length));
  return { statistic, p: computeKolmogorovTail((root + 0.12 + 0.11 / root) * statistic) };
}

/** Computes P(K > x) of Kolmogorov's distribution (1933), by whichever of two series converges within a few terms. */
export function computeKolmogorovTail(x: number): number {
  if (x <= 0) return 1;
  let sum = 0;
  if (x < 1.18) {
    const step = Math.PI ** 2 / (8 * x ** 2);
    for (let k = 1; k <= 9; k += 2) sum += Math.exp(-step * k ** 2);
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  for (let k = 1; k <= 5; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * x) ** 2);
  return Math.max(0, sum);
}
