import type { RobustnessScore } from '#gates/gate-evidence.ts';
import type { Score } from '#core/task/evaluation.ts';
import type { CorruptionId } from './corruptions/index.ts';
import type { Severity } from './severities.ts';

/** The score of a metric on items with one corruption at one severity. */
export interface CorruptedScore {
  readonly corruption: CorruptionId;
  readonly severity: Severity;
  readonly score: Score;
}

/** Computes the mean score of each corruption over its severities, in the order of the scores. */
export function averageByCorruption(scores: readonly CorruptedScore[]): ReadonlyMap<CorruptionId, number> {
  const groups = Map.groupBy(scores, ({ corruption }) => corruption);
  return new Map([...groups].map(([id, group]) => [id, computeMean(group.map(({ score }) => score.value))]));
}

/**
 * Computes the mean corruption error (Hendrycks and Dietterich 2019): for each corruption the error over its
 * severities, relative to that of a baseline model on the same items, averaged over the corruptions. ImageNet-C uses
 * AlexNet as the baseline, which does not exist for a user's own data; without a baseline, the result is the mean
 * error.
 * @param scores fractions from 0 to 1; the error is 1 - score
 * @returns a fraction of the baseline's errors, or of all items; `null` without scores, or if the baseline has no score
 *   or no error for a corruption
 */
export function computeMeanCorruptionError(
  scores: readonly CorruptedScore[],
  baseline?: readonly CorruptedScore[],
): number | null {
  const means = [...averageByCorruption(scores)];
  if (means.length === 0) return null;
  const baselineMeans = baseline && averageByCorruption(baseline);
  const errors = means.map(([id, score]) => {
    const baselineError = baselineMeans ? 1 - (baselineMeans.get(id) ?? 1) : 1;
    return baselineError > 0 ? (1 - score) / baselineError : NaN;
  });
  return errors.some(Number.isNaN) ? null : computeMean(errors);
}

/**
 * Computes the value of the gate `robustness`: the mean corrupted score as a fraction of the clean score. The interval
 * combines the ends of all intervals, as if all scores were off in the same direction, because all are scored on the
 * same items.
 * @returns `null` without scores, or if the clean score is 0
 */
export function computeRobustnessScore(clean: Score, scores: readonly CorruptedScore[]): RobustnessScore | null {
  const byCorruption = [...averageByCorruption(scores).values()];
  if (byCorruption.length === 0 || !(clean.value > 0)) return null;
  const intervals = scores.map(({ score }) => score.interval);
  const lows = intervals.flatMap((interval) => (interval ? [interval[0]] : []));
  const highs = intervals.flatMap((interval) => (interval ? [interval[1]] : []));
  const hasIntervals = clean.interval !== null && clean.interval[0] > 0 && lows.length === intervals.length;
  return {
    metric: clean.metric,
    value: computeMean(byCorruption) / clean.value,
    interval: hasIntervals ? [computeMean(lows) / clean.interval[1], computeMean(highs) / clean.interval[0]] : null,
    n: clean.n,
  };
}

const computeMean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
