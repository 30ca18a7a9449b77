import type { Metric, NoIntervalReason, Score } from '#core/task/evaluation.ts';
import { createSeededRandom } from '#core/random.ts';
import { drawResample, computePercentileInterval } from '#statistics/bootstrap.ts';
import { computeWilsonInterval } from '#statistics/wilson.ts';

/**
 * Minimum number of items for an interval. A percentile interval is too narrow for few items (Hesterberg 2015, The
 * American Statistician 69:371): for a mean, it is 9% narrower than Student's interval with 20 items, 18% with 10. The
 * limit is a heuristic.
 */
const minItems = 20;

/**
 * Number of resamples of a bootstrap interval. The standard error of an end of a 95% interval is 2.2% of its width with
 * 1,000 resamples and 4.8% with 200, for normally distributed values (the asymptotic variance of a quantile). Intervals
 * narrow with more items, so fewer resamples suffice and the work stays bounded. The numbers are heuristic.
 */
const resampleLimits = { min: 200, max: 1_000, maxDraws: 1_000_000 } as const;

/** Fixed, so equal outcomes have equal intervals on every device. */
const seed = 1;

/**
 * Scores a whole dataset, with two-sided 95% intervals: Wilson's for fractions of items, otherwise the percentile
 * bootstrap over items. Metrics that are undefined for the outcomes are omitted.
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
    const correctCount = outcomes.filter((outcome) => metric.isCorrect?.(outcome)).length;
    return computeWilsonInterval(correctCount, outcomes.length) ?? 'too-few-items';
  }
  if (outcomes.length < minItems) return 'too-few-items';
  const random = createSeededRandom(seed);
  const counts = new Uint32Array(outcomes.length);
  const computeResampled = getResampler(outcomes, metric);
  const { min, max, maxDraws } = resampleLimits;
  const resamples = Math.max(min, Math.min(max, Math.floor(maxDraws / outcomes.length)));
  const values = Array.from({ length: resamples }, () => {
    drawResample(counts, random);
    return computeResampled(counts);
  }).filter((value) => value !== null);
  if (values.length < resamples) return 'undefined-resamples';
  return values.every((value) => value === values[0]) ? 'no-variation' : computePercentileInterval(values);
}

/** Returns a function that computes a metric on a resample, given how often each outcome occurs. */
export function getResampler<Outcome>(
  outcomes: readonly Outcome[],
  metric: Metric<Outcome>,
): (counts: Uint32Array) => number | null {
  return (
    metric.createResampler?.(outcomes) ??
    ((counts) => metric.compute(outcomes.flatMap((outcome, item) => Array<Outcome>(counts[item]!).fill(outcome))))
  );
}
