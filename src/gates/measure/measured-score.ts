import type { Score } from '#core/evaluation.ts';
import type { Measured, NotMeasured } from '../gate.ts';
import { twoSided95 } from './intervals.ts';

/** A score as a gate measures it: one without an interval could be anything on other items. */
export function measuredScore({ metric, value, n, interval, noInterval }: Score): Measured | NotMeasured {
  if (!interval) return { code: 'no-interval', facts: { metric, why: noInterval ?? 'unknown' } };
  return { metric, value, n, interval: twoSided95(interval) };
}
