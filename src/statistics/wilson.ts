import { computeNormalQuantile } from './normal.ts';

/**
 * Computes the score interval of a proportion (Wilson 1927) without continuity correction. It stays within 0 to 1, and
 * has a width even if all or none of the trials succeed.
 * @param level the confidence level of the two-sided interval
 * @returns `null` without trials
 */
export function computeWilsonInterval(
  successes: number,
  trials: number,
  level = 0.95,
): readonly [low: number, high: number] | null {
  if (trials === 0) return null;
  const z = computeNormalQuantile((1 + level) / 2);
  const proportion = successes / trials;
  const centre = proportion + z ** 2 / (2 * trials);
  const halfWidth = z * Math.sqrt((proportion * (1 - proportion)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  // The bounds for all or no successes are exactly 0 and 1, which the formula misses by a rounding error.
  return [successes === 0 ? 0 : (centre - halfWidth) / scale, successes === trials ? 1 : (centre + halfWidth) / scale];
}

/** Computes the minimum number of trials with which the lower bound reaches `low` if all succeed; infinite for 1. */
export function countWilsonTrials(low: number, level = 0.95): number {
  const z = computeNormalQuantile((1 + level) / 2);
  return Math.ceil((z ** 2 * low) / (1 - low));
}
