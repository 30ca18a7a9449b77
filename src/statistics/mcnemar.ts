import { computeBinomialCdf } from './binomial.ts';
import type { PairedCounts } from './paired-counts.ts';

/** P-values of the hypothesis that two models are correct equally often. */
interface McNemarTest {
  readonly twoSided: number;
  /** Small if the candidate is correct less often than the baseline. */
  readonly candidateWorse: number;
}

/**
 * Performs McNemar's exact test of two models on the same items: for equally good models, each discordant item is a
 * fair coin toss. The actual level never exceeds the nominal one, and is lower if few items differ.
 */
export function testMcnemarExact({
  onlyBaseline,
  onlyCandidate,
}: Pick<PairedCounts, 'onlyBaseline' | 'onlyCandidate'>): McNemarTest {
  const discordantCount = onlyBaseline + onlyCandidate;
  return {
    twoSided: Math.min(1, 2 * computeBinomialCdf(Math.min(onlyBaseline, onlyCandidate), discordantCount, 0.5)),
    candidateWorse: computeBinomialCdf(onlyCandidate, discordantCount, 0.5),
  };
}
