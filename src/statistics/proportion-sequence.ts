import { logGamma } from './log-gamma.ts';

/**
 * A confidence sequence of a proportion: with probability `1 - alpha` it contains the true one at all times, so it can be
 * looked at after every trial. It consists of the proportions that Robbins' mixture does not reject (Robbins 1970, with
 * the Beta(1/2, 1/2) mixture of Krichevsky & Trofimov 1981); by Ville's inequality this is exact for any number of trials.
 * @returns 0 to 1 without trials
 */
export function computeConfidenceSequence(
  successes: number,
  trials: number,
  alpha = 0.05,
): readonly [low: number, high: number] {
  const failures = trials - successes;
  const limit = logBeta(successes + 0.5, failures + 0.5) - Math.log(Math.PI) + Math.log(alpha);
  const isRejected = (p: number) => logPower(p, successes) + logPower(1 - p, failures) < limit;
  const share = trials === 0 ? 0.5 : successes / trials;
  return [isRejected(0) ? findEnd(share, 0, isRejected) : 0, isRejected(1) ? findEnd(share, 1, isRejected) : 1];
}

/** Finds the end by bisection between a proportion that is not rejected and one that is. */
function findEnd(inside: number, outside: number, isRejected: (p: number) => boolean): number {
  let [kept, rejected] = [inside, outside];
  for (let step = 0; step < 50; step++) {
    const middle = (kept + rejected) / 2;
    if (isRejected(middle)) rejected = middle;
    else kept = middle;
  }
  return rejected;
}

/** `exponent * log(base)`, where 0^0 is 1. */
function logPower(base: number, exponent: number): number {
  return exponent === 0 ? 0 : exponent * Math.log(base);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
