import { computeExactDifferenceInterval } from './exact-difference.ts';
import { normalQuantile } from './normal.ts';
import type { PairedCounts } from './paired-counts.ts';

/**
 * If fewer items differ, the normal approximation is too optimistic: without a single difference it would accept a loss of
 * 5% from 52 items on, although a model that loses 5% shows none in 6.9% of such samples. McNemar's test becomes exact
 * at the same number by convention.
 */
const minDiffering = 25;

/**
 * The score interval of the ratio of two proportions of the same items, candidate to baseline (Nam & Blackwelder 2002).
 * Like McNemar's test, whose statistic it equals at a ratio of 1, it depends on the items on which the two
 * differ. If these are few, it is the exact interval of the difference divided by the baseline's observed proportion. This
 * ignores the error of that proportion, by which the distances of both ends from 1 are divided: its standard error is 9%
 * with 30 of 40 items correct, 1% with 3,000 of 4,000. It has a width even if the two differ on no item.
 * @param alpha the one-sided error of each end: the default makes a two-sided interval of 90% confidence, of which each end
 *   is a one-sided bound of 95%
 * @returns `null` if the baseline has no item right
 */
export function computePairedRatioInterval(
  counts: PairedCounts,
  alpha = 0.05,
): readonly [low: number, high: number] | null {
  const baseline = counts.both + counts.onlyBaseline;
  if (baseline === 0) return null;
  if (counts.onlyBaseline + counts.onlyCandidate < minDiffering) {
    const n = baseline + counts.onlyCandidate + counts.neither;
    const [low, high] = computeExactDifferenceInterval(counts, alpha);
    return [Math.max(0, 1 + (low * n) / baseline), 1 + (high * n) / baseline];
  }
  const z = normalQuantile(1 - alpha);
  const ratio = (counts.both + counts.onlyCandidate) / baseline;
  return [
    ratio === 0 ? 0 : findCrossing((theta) => scoreStatistic(counts, theta) <= z, 0, ratio),
    findCrossing((theta) => scoreStatistic(counts, theta) < -z, ratio, Math.max(1, ratio) * 1e6),
  ];
}

/** Standardised distance of the observed ratio from `theta`; above zero if the observed one is larger. */
function scoreStatistic({ both, onlyBaseline, onlyCandidate, neither }: PairedCounts, theta: number): number {
  const n = both + onlyBaseline + onlyCandidate + neither;
  const [p11, p01, p10] = [both / n, onlyBaseline / n, onlyCandidate / n];
  const [candidate, baseline] = [p11 + p10, p11 + p01];
  // The maximum likelihood estimates of p10 and p01 among distributions whose ratio is theta.
  const root = Math.sqrt((candidate - theta ** 2 * baseline) ** 2 + 4 * theta ** 2 * p10 * p01);
  const p10Null = (-candidate + theta ** 2 * (baseline + 2 * p10) + root) / (2 * theta * (theta + 1));
  const p01Null = theta * p10Null - (theta - 1) * (p11 + p10 + p01);
  return (Math.sqrt(n) * (candidate - theta * baseline)) / Math.sqrt(theta * (p10Null + p01Null));
}

/** The smallest value from `low` to `high` at which `test` holds, by bisection; it must hold from there on. */
function findCrossing(test: (value: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let step = 0; step < 100 && to - from > 1e-13 * to; step++) {
    const middle = (from + to) / 2;
    if (test(middle)) to = middle;
    else from = middle;
  }
  return to;
}
