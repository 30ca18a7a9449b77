import { computeLogGamma } from './log-gamma.ts';

/** Computes the probability of exactly `successes` in `trials`, each with this probability. */
export function computeBinomialProbability(successes: number, trials: number, probability: number): number {
  if (probability === 0 || probability === 1) return successes === trials * probability ? 1 : 0;
  const logCombinations =
    computeLogGamma(trials + 1) - computeLogGamma(successes + 1) - computeLogGamma(trials - successes + 1);
  return Math.exp(
    logCombinations + successes * Math.log(probability) + (trials - successes) * Math.log1p(-probability),
  );
}

/** Computes the probability of at most `successes` in `trials`. */
export function computeBinomialCdf(successes: number, trials: number, probability: number): number {
  // Sums the shorter tail from its near end until terms become negligible.
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  if (successes > trials * probability) return 1 - computeBinomialCdf(trials - successes - 1, trials, 1 - probability);
  const odds = (1 - probability) / probability;
  let term = computeBinomialProbability(successes, trials, probability);
  let sum = term;
  for (let k = successes; k > 0 && term > sum * 1e-17; k--) {
    term *= (k / (trials - k + 1)) * odds;
    sum += term;
  }
  return sum;
}
