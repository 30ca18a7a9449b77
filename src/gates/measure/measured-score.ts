import type { MetricScore } from '../gate-evidence.ts';
import type { GateMeasurement, NotMeasured } from '../gate.ts';
import { toTwoSided95 } from './intervals.ts';
import { explainUnscored } from './unscored.ts';

/**
 * Converts a score to a measurement of a gate. A score without an interval is not measured: it could have any value on
 * other items.
 */
export function measureScore(score: MetricScore): GateMeasurement | NotMeasured {
  const { metric, value, n, interval, noInterval } = score;
  const unscored = explainUnscored(score);
  if (unscored) return unscored;
  if (!interval) return { code: 'no-interval', facts: { metric, why: noInterval ?? 'unknown' } };
  return { metric, value, n, interval: toTwoSided95(interval) };
}
