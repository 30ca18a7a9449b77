import { computeBinomialCdf } from './binomial.ts';

/**
 * Computes the exact interval of a proportion (Clopper & Pearson 1934): its ends are the proportions at which as few or
 * as many successes have the probability `alpha`. Unlike Wilson's interval, its coverage is never below the nominal
 * level.
 * @param alpha the one-sided error of each end
 */
export function computeClopperPearsonInterval(
  successes: number,
  trials: number,
  alpha = 0.05,
): readonly [low: number, high: number] {
  return [1 - computeUpperBound(trials - successes, trials, alpha), computeUpperBound(successes, trials, alpha)];
}

/** Finds the upper bound by bisection. */
function computeUpperBound(successes: number, trials: number, alpha: number): number {
  if (successes === trials) return 1;
  let [low, high] = [successes / trials, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (computeBinomialCdf(successes, trials, middle) > alpha) low = middle;
    else high = middle;
  }
  return high;
}
