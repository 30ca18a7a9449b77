import type { GateInterval } from '#core/gate/gate-outcome.ts';

/**
 * Converts an interval.
 * @param ends each a one-sided bound of 95% confidence
 */
export function toOneSided95([low, high]: readonly [number, number]): GateInterval {
  return { low, high, confidence: 0.95 };
}

/**
 * Converts an interval.
 * @param ends of a two-sided interval of 95% confidence
 */
export function toTwoSided95([low, high]: readonly [number, number]): GateInterval {
  return { low, high, confidence: 0.975 };
}
