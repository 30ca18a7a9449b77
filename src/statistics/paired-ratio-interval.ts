import { computeExactDifferenceInterval } from './exact-difference.ts';
import { computeNormalQuantile } from './normal.ts';
import type { PairedCounts } from './paired-counts.ts';

/**
 * With fewer discordant items, the normal approximation is too optimistic: without any, it would accept a loss of 5%
 * from 52 items on, although a model that loses 5% shows none in 6.9% of such samples. By convention, McNemar's test is
 * exact below the same number.
 */
const minDiscordant = 25;

/**
 * Computes the score interval of the ratio of two paired proportions, candidate to baseline (Nam & Blackwelder 2002).
 * At a ratio of 1 its statistic equals McNemar's, which depends on the discordant items. If these are few, the result
 * is the exact interval of the difference divided by the baseline's observed proportion. This ignores the error of that
 * proportion, whose relative standard error is 9% with 30 of 40 items correct and 1% with 3,000 of 4,000. The interval
 * has a width even without discordant items.
 * @param alpha the one-sided error of each end; the default gives a two-sided interval of 90% confidence, each end of
 *   which is a one-sided bound of 95% confidence
 * @returns `null` if the baseline has no correct item
 */
export function computePairedRatioInterval(
  counts: PairedCounts,
  alpha = 0.05,
): readonly [low: number, high: number] | null {
  const baseline = counts.both + counts.onlyBaseline;
  if (baseline === 0) return null;
  if (counts.onlyBaseline + counts.onlyCandidate < minDiscordant) {
    const n = baseline + counts.onlyCandidate + counts.neither;
    const [low, high] = computeExactDifferenceInterval(counts, alpha);
    return [Math.max(0, 1 + (low * n) / baseline), 1 + (high * n) / baseline];
  }
  const z = computeNormalQuantile(1 - alpha);
  const ratio = (counts.both + counts.onlyCandidate) / baseline;
  return [
    ratio === 0 ? 0 : findCrossing((theta) => computeScoreStatistic(counts, theta) <= z, 0, ratio),
    findCrossing((theta) => computeScoreStatistic(counts, theta) < -z, ratio, Math.max(1, ratio) * 1e6),
  ];
}

/** Computes the standardised distance of the observed ratio from `theta`; positive if the observed ratio is larger. */
function computeScoreStatistic({ both, onlyBaseline, onlyCandidate, neither }: PairedCounts, theta: number): number {
  const n = both + onlyBaseline + onlyCandidate + neither;
  const [p11, p01, p10] = [both / n, onlyBaseline / n, onlyCandidate / n];
  const [candidate, baseline] = [p11 + p10, p11 + p01];
  // The maximum likelihood estimates of p10 and p01 under the ratio theta.
  const root = Math.sqrt((candidate - theta ** 2 * baseline) ** 2 + 4 * theta ** 2 * p10 * p01);
  const p10Null = (-candidate + theta ** 2 * (baseline + 2 * p10) + root) / (2 * theta * (theta + 1));
  const p01Null = theta * p10Null - (theta - 1) * (p11 + p10 + p01);
  return (Math.sqrt(n) * (candidate - theta * baseline)) / Math.sqrt(theta * (p10Null + p01Null));
}

/** Finds the smallest value between `low` and `high` at which a monotonic test holds, by bisection. */
function findCrossing(test: (value: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let step = 0; step < 100 && to - from > 1e-13 * to; step++) {
    const middle = (from + to) / 2;
    if (test(middle)) to = middle;
    else from = middle;
  }
  return to;
}
