import { computeNormalCdf } from '#statistics/normal.ts';

/**
 * Computes the logarithm of the cumulative distribution function of the standard normal. Where the function itself
 * would underflow, the asymptotic series of Abramowitz & Stegun 26.2.12 is used.
 */
export function computeNormalLogCdf(z: number): number {
  if (z > -30) return Math.log(computeNormalCdf(z));
  const inverse = 1 / z ** 2;
  const series = 1 - inverse * (1 - 3 * inverse * (1 - 5 * inverse));
  return -(z ** 2) / 2 - 0.5 * Math.log(2 * Math.PI) - Math.log(-z) + Math.log(series);
}
