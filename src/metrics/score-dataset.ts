import type { Metric, NoIntervalReason, Score } from '#core/task/evaluation.ts';
import { createSeededRandom } from '#core/random.ts';
import { drawResample, computePercentileInterval } from '#statistics/bootstrap.ts';
import { computeWilsonInterval } from '#statistics/wilson.ts';

/**
 * A percentile interval is too narrow for few items (Hesterberg 2015, The American Statistician 69:371): for a mean it
 * is 9% narrower than Student's interval with 20 items, 18% with 10. The limit is our own choice.
 */
const minItems = 20;

/**
 * Resamples of a bootstrap interval: the standard error of an end of a 95% interval is 2.2% of its width with 1,000 of
 * them and 4.8% with 200, if their values are normally distributed (the asymptotic variance of a quantile). The interval
 * narrows as items are added, so fewer suffice then, and the work does not grow. The numbers are our own choice.
 */
const resampleRule = { min: 200, max: 1_000, maxDraws: 1_000_000 } as const;

/** The same outcomes have the same interval on every device. */
const seed = 1;

/**
 * The scores of a whole dataset with their two-sided 95% intervals: Wilson's if the metric is a fraction of items, otherwise the
 * percentile bootstrap over items. Metrics that these outcomes do not define are left out.
 */
export function scoreDataset<Outcome>(outcomes: readonly Outcome[], metrics: readonly Metric<Outcome>[]): Score[] {
  return metrics.flatMap((metric) => {
    const value = metric.compute(outcomes);
    if (value === null) return [];
    const score = { metric: metric.id, value, n: outcomes.length };
    const interval = computeInterval(outcomes, metric);
    return typeof interval === 'string' ? { ...score, interval: null, noInterval: interval } : { ...score, interval };
  });
}

function computeInterval<Outcome>(
  outcomes: readonly Outcome[],
  metric: Metric<Outcome>,
): NonNullable<Score['interval']> | NoIntervalReason {
  if (metric.isCorrect) {
    const correct = outcomes.filter((outcome) => metric.isCorrect?.(outcome)).length;
    return computeWilsonInterval(correct, outcomes.length) ?? 'too-few-items';
  }
  if (outcomes.length < minItems) return 'too-few-items';
  const random = createSeededRandom(seed);
  const counts = new Uint32Array(outcomes.length);
  const computeResampled = findResampler(outcomes, metric);
  const { min, max, maxDraws } = resampleRule;
  const resamples = Math.max(min, Math.min(max, Math.floor(maxDraws / outcomes.length)));
  const values = Array.from({ length: resamples }, () => {
    drawResample(counts, random);
    return computeResampled(counts);
  }).filter((value) => value !== null);
  if (values.length < resamples) return 'undefined-resamples';
  return values.every((value) => value === values[0]) ? 'no-variation' : computePercentileInterval(values);
}

/** Computes a metric on resamples of the same outcomes, given how often each of them occurs. */
export function findResampler<Outcome>(
  outcomes: readonly Outcome[],
  metric: Metric<Outcome>,
): (counts: Uint32Array) => number | null {
  return (
    metric.createResampler?.(outcomes) ??
    ((counts) => metric.compute(outcomes.flatMap((outcome, item) => Array<Outcome>(counts[item]!).fill(outcome))))
  );
}
