import type { Metric, Score } from '#core/evaluation.ts';
import { seededRandom } from '#core/random.ts';
import { drawResample, percentileInterval } from '#statistics/bootstrap.ts';
import { wilsonInterval } from '#statistics/wilson.ts';

/** With fewer items, a bootstrap interval is too narrow: it cannot contain values that no item has. */
const minItems = 20;

/**
 * Resamples of a bootstrap interval: the ends of a 95 % interval from 1,000 of them vary by about 4 % of its width, from
 * 200 by 8 %. The interval narrows as items are added, so that fewer suffice then, and the work does not grow.
 */
const resampleRule = { min: 200, max: 1_000, maxDraws: 1_000_000 } as const;

/** The same outcomes have the same interval on every device. */
const seed = 1;

/**
 * The scores of a whole set with their 95 % intervals: Wilson's if the metric is a share of items, otherwise the
 * percentile bootstrap over items. Metrics that these outcomes do not define are left out.
 */
export function scoreSet<Outcome>(outcomes: readonly Outcome[], metrics: readonly Metric<Outcome>[]): Score[] {
  return metrics.flatMap((metric) => {
    const value = metric.compute(outcomes);
    if (value === null) return [];
    return { metric: metric.id, value, n: outcomes.length, interval: intervalOf(outcomes, metric) };
  });
}

function intervalOf<Outcome>(outcomes: readonly Outcome[], metric: Metric<Outcome>): Score['interval'] {
  if (metric.isCorrect) {
    const correct = outcomes.filter((outcome) => metric.isCorrect?.(outcome)).length;
    return wilsonInterval(correct, outcomes.length);
  }
  if (outcomes.length < minItems) return null;
  const random = seededRandom(seed);
  const counts = new Uint32Array(outcomes.length);
  const computeResampled = resamplerOf(outcomes, metric);
  const { min, max, maxDraws } = resampleRule;
  const resamples = Math.max(min, Math.min(max, Math.floor(maxDraws / outcomes.length)));
  const values = Array.from({ length: resamples }, () => {
    drawResample(counts, random);
    return computeResampled(counts);
  }).filter((value) => value !== null);
  // A metric that is undefined on some resamples has no honest interval. If every resample has the same value, the
  // items do not vary (e.g. none has an error), which does not mean that others would not.
  if (values.length < resamples || values.every((value) => value === values[0])) return null;
  return percentileInterval(values);
}

/** Computes a metric on resamples of the same outcomes, given how often each of them occurs. */
export function resamplerOf<Outcome>(
  outcomes: readonly Outcome[],
  metric: Metric<Outcome>,
): (counts: Uint32Array) => number | null {
  return (
    metric.resampler?.(outcomes) ??
    ((counts) => metric.compute(outcomes.flatMap((outcome, item) => Array<Outcome>(counts[item]!).fill(outcome))))
  );
}
