import { createSeededRandom } from '#core/random.ts';
import { drawNormalVariate } from './normal-variate.ts';
import { compareAscending, quantile } from './quantiles.ts';

/** Computes the 95% bootstrap interval of median(a) / median(b), reproducible by its seed. */
export function computeMedianRatioInterval95(
  a: readonly number[],
  b: readonly number[],
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
): { readonly low: number; readonly high: number } {
  const random = createSeededRandom(seed);
  const nextA = createMedianSampler(a.toSorted(compareAscending), random);
  const nextB = createMedianSampler(b.toSorted(compareAscending), random);
  const ratios = Array.from({ length: resamples }, () => nextA() / nextB()).sort(compareAscending);
  return { low: quantile(ratios, 0.025), high: quantile(ratios, 0.975) };
}

/**
 * Draws medians of bootstrap resamples without creating them. A resample consists of `sorted[floor(n * u)]` for n
 * uniform u, so its k-th value is at the k-th smallest u, which is distributed as Beta(k, n - k + 1). If n is even, the
 * next u is the minimum of the n - k uniforms above it.
 */
function createMedianSampler(sorted: readonly number[], random: () => number): () => number {
  const n = sorted.length;
  const k = Math.ceil(n / 2);
  const findValue = (u: number) => sorted[Math.min(n - 1, Math.floor(n * u))] ?? Number.NaN;
  return () => {
    const gamma = drawGammaVariate(k, random);
    const u = gamma / (gamma + drawGammaVariate(n - k + 1, random));
    if (n % 2 === 1) return findValue(u);
    const next = 1 - (1 - u) * (1 - random()) ** (1 / (n - k));
    return (findValue(u) + findValue(next)) / 2;
  };
}

/** Draws from Gamma(shape, 1) for shape >= 1, by Marsaglia & Tsang 2000. */
function drawGammaVariate(shape: number, random: () => number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormalVariate(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
