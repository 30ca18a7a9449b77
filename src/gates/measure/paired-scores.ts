import type { Metric } from '#core/task/evaluation.ts';
import { getResampler } from '#metrics/score-dataset.ts';
import type { PairedCounts } from '#statistics/paired-counts.ts';
import type { PairedScore } from '../gate-evidence.ts';

/** The outcomes of one item on two models. */
export interface PairedOutcome<Outcome> {
  readonly baseline: Outcome;
  /** `null` if it failed: wrong for a metric that is a fraction of right items, otherwise not scored. */
  readonly candidate: Outcome | null;
}

/**
 * Computes the scores of two models on the same items, except metrics that are not defined on them.
 * @param notRun items that did not run
 */
export function pairScores<Outcome>(
  items: readonly PairedOutcome<Outcome>[],
  metrics: readonly Metric<Outcome>[],
  notRun = 0,
): PairedScore[] {
  const evaluatedPairs = items.flatMap(({ baseline, candidate }) =>
    candidate === null ? [] : { baseline, candidate },
  );
  return metrics.flatMap((metric) => {
    const { isCorrect } = metric;
    const scored = isCorrect ? items : evaluatedPairs;
    const baselines = scored.map(({ baseline }) => baseline);
    const candidates = evaluatedPairs.map(({ candidate }) => candidate);
    const baseline = metric.compute(baselines);
    const candidateScore = metric.compute(candidates);
    if (baseline === null || candidateScore === null) return [];
    const unscored = { failed: items.length - scored.length, notRun };
    const score = {
      metric: metric.id,
      ...(metric.isError && { isError: true }),
      n: scored.length,
      baseline,
      ...((unscored.failed > 0 || notRun > 0) && { unscored }),
    };
    if (isCorrect) {
      const counts = countPairs(items, (outcome) => outcome !== null && isCorrect(outcome));
      return { ...score, candidate: (counts.both + counts.onlyCandidate) / items.length, counts };
    }
    const [resampleBaseline, resampleCandidate] = [getResampler(baselines, metric), getResampler(candidates, metric)];
    const resample = (counts: Uint32Array) => {
      const scores = [resampleBaseline(counts), resampleCandidate(counts)] as const;
      return scores[0] === null || scores[1] === null ? null : ([scores[0], scores[1]] as const);
    };
    return { ...score, candidate: candidateScore, resample };
  });
}

function countPairs<Outcome>(
  items: readonly PairedOutcome<Outcome>[],
  isCorrect: (outcome: Outcome | null) => boolean,
): PairedCounts {
  const counts = { both: 0, onlyBaseline: 0, onlyCandidate: 0, neither: 0 };
  for (const { baseline, candidate } of items) {
    const [wasRight, isRight] = [isCorrect(baseline), isCorrect(candidate)];
    counts[wasRight ? (isRight ? 'both' : 'onlyBaseline') : isRight ? 'onlyCandidate' : 'neither']++;
  }
  return counts;
}
