import type { RobustnessScore } from '#gates/gate-evidence.ts';
import type { Score } from '#core/task/evaluation.ts';
import type { CorruptionId } from './corruptions/index.ts';
import type { Severity } from './severities.ts';

/** The score of one metric on the items at one severity of one corruption. */
export interface CorruptedScore {
  readonly corruption: CorruptionId;
  readonly severity: Severity;
  readonly score: Score;
}

/** The mean over the severities of each corruption, in the order in which they occur. */
export function averageByCorruption(scores: readonly CorruptedScore[]): ReadonlyMap<CorruptionId, number> {
  const groups = Map.groupBy(scores, ({ corruption }) => corruption);
  return new Map([...groups].map(([id, group]) => [id, mean(group.map(({ score }) => score.value))]));
}

/**
 * The mean corruption error: for each corruption, the sum of errors over its severities, relative to a baseline model's
 * on the same items, and the mean of these over the corruptions. ImageNet-C's baseline is AlexNet, which does not exist
 * for a user's own data; without one the result is the mean error itself.
 * @param scores shares from 0 to 1, of which the error is 1 - score
 * @returns a fraction of the baseline's errors, or of all items; `null` without scores, or if the baseline made no error at a
 *   corruption or lacks one
 */
export function computeMeanCorruptionError(
  scores: readonly CorruptedScore[],
  baseline?: readonly CorruptedScore[],
): number | null {
  const means = [...averageByCorruption(scores)];
  if (means.length === 0) return null;
  const ofBaseline = baseline && averageByCorruption(baseline);
  const errors = means.map(([id, score]) => {
    const baselineError = ofBaseline ? 1 - (ofBaseline.get(id) ?? 1) : 1;
    return baselineError > 0 ? (1 - score) / baselineError : NaN;
  });
  return errors.some(Number.isNaN) ? null : mean(errors);
}

/**
 * The evidence of the gate `robustness`: the mean corrupted score as a fraction of the clean one. The interval is wide on
 * purpose: it combines the ends of the single intervals as if all erred in the same direction, because the same items are
 * in all of them.
 * @returns `null` without scores, or if the clean score is 0
 */
export function scoreRobustness(clean: Score, scores: readonly CorruptedScore[]): RobustnessScore | null {
  const byCorruption = [...averageByCorruption(scores).values()];
  if (byCorruption.length === 0 || !(clean.value > 0)) return null;
  const ends = scores.map(({ score }) => score.interval);
  const lows = ends.flatMap((interval) => (interval ? [interval[0]] : []));
  const highs = ends.flatMap((interval) => (interval ? [interval[1]] : []));
  const isKnown = clean.interval !== null && clean.interval[0] > 0 && lows.length === ends.length;
  return {
    metric: clean.metric,
    value: mean(byCorruption) / clean.value,
    interval: isKnown ? [mean(lows) / clean.interval[1], mean(highs) / clean.interval[0]] : null,
    n: clean.n,
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
