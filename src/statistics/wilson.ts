import { normalQuantile } from './normal.ts';

/**
 * The score interval of a proportion (Wilson 1927), without continuity correction: it stays inside 0 to 1, and has a
 * width even if all or none of the items are right.
 * @param level the confidence of the two-sided interval
 * @returns `null` without trials
 */
export function computeWilsonInterval(
  successes: number,
  trials: number,
  level = 0.95,
): readonly [low: number, high: number] | null {
  if (trials === 0) return null;
  const z = normalQuantile((1 + level) / 2);
  const proportion = successes / trials;
  const centre = proportion + z ** 2 / (2 * trials);
  const reach = z * Math.sqrt((proportion * (1 - proportion)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  // The bound at the ends is exactly 0 or 1; computed, it differs by a rounding error.
  return [successes === 0 ? 0 : (centre - reach) / scale, successes === trials ? 1 : (centre + reach) / scale];
}
