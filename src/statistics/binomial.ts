import { logGamma } from './log-gamma.ts';

/** The probability of exactly `successes` in `trials` of probability `share`. */
export function binomialProbability(successes: number, trials: number, share: number): number {
  if (share === 0 || share === 1) return successes === trials * share ? 1 : 0;
  const ways = logGamma(trials + 1) - logGamma(successes + 1) - logGamma(trials - successes + 1);
  return Math.exp(ways + successes * Math.log(share) + (trials - successes) * Math.log1p(-share));
}

/** The probability of at most `successes`. */
export function binomialCdf(successes: number, trials: number, share: number): number {
  // Sum the shorter tail from its near end, until terms no longer matter.
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  if (successes > trials * share) return 1 - binomialCdf(trials - successes - 1, trials, 1 - share);
  const odds = (1 - share) / share;
  let term = binomialProbability(successes, trials, share);
  let sum = term;
  for (let k = successes; k > 0 && term > sum * 1e-17; k--) {
    term *= (k / (trials - k + 1)) * odds;
    sum += term;
  }
  return sum;
}
