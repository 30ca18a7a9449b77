import type { Metric } from '#core/evaluation.ts';
import { resamplerOf } from '#metrics/score-set.ts';
import type { PairedCounts } from '#statistics/paired-counts.ts';
import type { PairedScore } from '../evidence.ts';

/** What two models made of one item. */
export interface PairedOutcome<Outcome> {
  readonly baseline: Outcome;
  readonly candidate: Outcome;
}

/** The scores of two models on the same items; metrics that these do not define are left out. */
export function pairedScores<Outcome>(
  items: readonly PairedOutcome<Outcome>[],
  metrics: readonly Metric<Outcome>[],
): PairedScore[] {
  const outcomes = {
    baseline: items.map(({ baseline }) => baseline),
    candidate: items.map(({ candidate }) => candidate),
  };
  return metrics.flatMap((metric) => {
    const baseline = metric.compute(outcomes.baseline);
    const candidate = metric.compute(outcomes.candidate);
    if (baseline === null || candidate === null) return [];
    const [baselineOf, candidateOf] = [resamplerOf(outcomes.baseline, metric), resamplerOf(outcomes.candidate, metric)];
    return {
      metric: metric.id,
      ...(metric.isError && { isError: true }),
      n: items.length,
      baseline,
      candidate,
      ...(metric.isCorrect && { counts: countsOf(items, (outcome) => metric.isCorrect!(outcome)) }),
      resampled(counts: Uint32Array) {
        const scores = [baselineOf(counts), candidateOf(counts)] as const;
        return scores[0] === null || scores[1] === null ? null : ([scores[0], scores[1]] as const);
      },
    };
  });
}

function countsOf<Outcome>(
  items: readonly PairedOutcome<Outcome>[],
  isCorrect: (outcome: Outcome) => boolean,
): PairedCounts {
  const counts = { both: 0, onlyBaseline: 0, onlyCandidate: 0, neither: 0 };
  for (const { baseline, candidate } of items) {
    const [wasRight, isRight] = [isCorrect(baseline), isCorrect(candidate)];
    counts[wasRight ? (isRight ? 'both' : 'onlyBaseline') : isRight ? 'onlyCandidate' : 'neither']++;
  }
  return counts;
}
