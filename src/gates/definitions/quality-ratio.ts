import type { NoIntervalReason } from '#core/task/evaluation.ts';
import type { GateInterval } from '#core/gate/gate-outcome.ts';
import { createSeededRandom } from '#core/random.ts';
import { drawResample, computePercentileInterval } from '#statistics/bootstrap.ts';
import { computePairedRatioInterval } from '#statistics/paired-ratio-interval.ts';
import type { PairedScore } from '../gate-evidence.ts';
import type { Gate } from '../gate.ts';
import { toOneSided95 } from '../measure/intervals.ts';
import { hasQualityRatio, computeRatioToBaseline } from '../measure/ratio-to-baseline.ts';
import { findScore } from '../measure/find-score.ts';
import { explainUnscored } from '../measure/unscored.ts';

/** Fixed, so that the same items get the same verdict on every device. */
const bootstrap = { seed: 1, resamples: 1_000 };

/**
 * Measures the candidate's score as a fraction of the baseline's, by a paired test on the same items: non-inferiority
 * at the margin `1 - limit`, one-sided with 95% confidence.
 */
export const qualityRatio: Gate = {
  unit: 'fraction',
  comparator: '>=',
  isRelative: true,
  limit: { value: 0.95, source: 'own-choice' },
  minSamples: 20,
  sampledBy: 'item',
  // If the models differ on no item, the exact one-sided test rejects a loss of `1 - limit` when `limit^n` is at most
  // 5%.
  countItemsToPass: (limit) => (limit < 1 ? Math.ceil(Math.log(0.05) / Math.log(limit)) : 0),
  options: ['metric'],
  measure({ baseline, paired }, { metric }) {
    if (!baseline) return { code: 'no-baseline' };
    if (!paired?.length) return { code: 'no-paired-scores' };
    const score = findScore(paired, metric);
    if ('code' in score) return score;
    const facts = { metric: score.metric };
    if (!hasQualityRatio(score)) return { code: 'no-quality-ratio', facts };
    const unscored = explainUnscored(score);
    if (unscored) return unscored;
    const value = computeRatioToBaseline(score, score.baseline, score.candidate);
    if (value === null) return { code: 'baseline-without-quality', facts };
    const interval = computeInterval(score);
    if (typeof interval === 'string') return { code: 'no-interval', facts: { ...facts, why: interval } };
    return { value, interval, n: score.n, metric: score.metric };
  },
};

function computeInterval(score: PairedScore): GateInterval | NoIntervalReason {
  const interval = score.counts ? computePairedRatioInterval(score.counts) : bootstrapInterval(score);
  if (interval === null) return 'undefined-resamples';
  // If the models differ on no item, the variation of the difference is unknown.
  return interval[0] < interval[1] ? toOneSided95(interval) : 'no-variation';
}

/**
 * Computes the interval by resampling items, the same for both models.
 * @returns `null` if the ratio is not defined on some resamples
 */
function bootstrapInterval(score: PairedScore): readonly [number, number] | null {
  const random = createSeededRandom(bootstrap.seed);
  const counts = new Uint32Array(score.n);
  const ratios: number[] = [];
  for (let resample = 0; resample < bootstrap.resamples; resample++) {
    drawResample(counts, random);
    const scores = score.resample?.(counts);
    const ratio = scores && computeRatioToBaseline(score, ...scores);
    if (ratio === null || ratio === undefined) return null;
    ratios.push(ratio);
  }
  return computePercentileInterval(ratios, 0.9);
}
