import { computeLogGamma } from './log-gamma.ts';

/**
 * Computes a confidence sequence of a proportion. With probability `1 - alpha` it contains the true proportion at all
 * times, so it may be inspected after every trial. It consists of the proportions that Robbins' mixture does not reject
 * (Robbins 1970, with the Beta(1/2, 1/2) mixture of Krichevsky & Trofimov 1981), which is exact for any number of
 * trials by Ville's inequality.
 * @returns [0, 1] without trials
 */
export function computeConfidenceSequence(
  successes: number,
  trials: number,
  alpha = 0.05,
): readonly [low: number, high: number] {
  const failures = trials - successes;
  const limit = computeLogBeta(successes + 0.5, failures + 0.5) - Math.log(Math.PI) + Math.log(alpha);
  const isRejected = (p: number) => computeLogPower(p, successes) + computeLogPower(1 - p, failures) < limit;
  const proportion = trials === 0 ? 0.5 : successes / trials;
  return [
    isRejected(0) ? findEnd(proportion, 0, isRejected) : 0,
    isRejected(1) ? findEnd(proportion, 1, isRejected) : 1,
  ];
}

/** Finds the end by bisection between a proportion that is not rejected and one that is. */
function findEnd(inside: number, outside: number, isRejected: (p: number) => boolean): number {
  let [accepted, rejected] = [inside, outside];
  for (let step = 0; step < 50; step++) {
    const middle = (accepted + rejected) / 2;
    if (isRejected(middle)) rejected = middle;
    else accepted = middle;
  }
  return rejected;
}

/** Computes `exponent * log(base)`, where 0^0 is 1. */
function computeLogPower(base: number, exponent: number): number {
  return exponent === 0 ? 0 : exponent * Math.log(base);
}

function computeLogBeta(a: number, b: number): number {
  return computeLogGamma(a) + computeLogGamma(b) - computeLogGamma(a + b);
}
