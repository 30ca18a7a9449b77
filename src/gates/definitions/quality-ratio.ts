import type { Interval } from '#core/gate.ts';
import { seededRandom } from '#core/random.ts';
import { drawResample, percentileInterval } from '#statistics/bootstrap.ts';
import { pairedRatioInterval } from '#statistics/paired-ratio-interval.ts';
import type { PairedScore } from '../evidence.ts';
import type { Gate } from '../gate.ts';
import { hasQualityRatio, qualityRatioOf } from '../measure/quality-ratio-of.ts';
import { scoreOf } from '../measure/score-of.ts';

/** The same items have the same verdict on every device. */
const bootstrap = { seed: 1, resamples: 1_000 };

/**
 * The candidate's score as a share of the baseline's, by a paired test on the same items: non-inferiority at the margin
 * `1 - limit`, one-sided with 95 % confidence.
 */
export const qualityRatio: Gate = {
  unit: 'share',
  comparator: '>=',
  isRelative: true,
  limit: { value: 0.95, source: 'production-gate' },
  minSamples: 20,
  options: ['metric'],
  measure({ baseline, paired }, { metric }) {
    if (!baseline) return { code: 'no-baseline' };
    if (!paired?.length) return { code: 'no-paired-scores' };
    const score = scoreOf(paired, metric);
    if ('code' in score) return score;
    const facts = { metric: score.metric };
    if (!hasQualityRatio(score)) return { code: 'no-quality-ratio', facts };
    const value = qualityRatioOf(score, score.baseline, score.candidate);
    if (value === null) return { code: 'baseline-without-quality', facts };
    const interval = score.counts ? pairedRatioInterval(score.counts) : bootstrapInterval(score, value);
    return { value, interval, n: score.n, metric: score.metric };
  },
};

/** By resampling items, the same for both models. */
function bootstrapInterval(score: PairedScore, value: number): Interval {
  const random = seededRandom(bootstrap.seed);
  const counts = new Uint32Array(score.n);
  const shares: number[] = [];
  for (let resample = 0; resample < bootstrap.resamples; resample++) {
    drawResample(counts, random);
    const scores = score.resampled(counts);
    const share = scores && qualityRatioOf(score, ...scores);
    if (share !== null) shares.push(share);
  }
  const interval = percentileInterval(shares, 0.9);
  if (interval[0] < interval[1]) return interval;
  // The models do not differ on any item. Then with 95 % confidence they differ on less than 1 - 0.05^(1/n) of all items;
  // as a bound, the candidate's quality on those is taken to be 0.
  return [value * 0.05 ** (1 / score.n), value];
}
