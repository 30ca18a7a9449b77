import type { GateInterval } from '#core/gate/gate-outcome.ts';
import { createSeededRandom } from '#core/random.ts';
import { computePercentileInterval } from '#statistics/bootstrap.ts';
import { toOneSided95 } from './intervals.ts';

/** Fixed, so that the same samples get the same verdict on every device. */
const seed = 1;

/** With this number, the ends of an interval vary between seeds by only a few percent of its width. */
const resamples = 1_000;

/** Computes the percentile bootstrap interval of a statistic of independent samples, one-sided 95% at each end. */
export function bootstrapInterval(
  samples: readonly number[],
  compute: (samples: readonly number[]) => number,
): GateInterval {
  const random = createSeededRandom(seed);
  const values = Array.from({ length: resamples }, () =>
    compute(samples.map(() => samples[Math.floor(random() * samples.length)]!)),
  );
  return toOneSided95(computePercentileInterval(values, 0.9));
}
