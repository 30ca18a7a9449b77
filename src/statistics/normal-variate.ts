/** Returns numbers that are uniform in [0, 1). */
export type RandomSource = () => number;

/**
 * Draws two independent numbers of the standard normal distribution (Box and Muller, 1958). With a seeded generator
 * they are reproducible on one engine: the last digits of a logarithm or cosine may differ between engines.
 */
export function drawNormalPair(random: RandomSource): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  const angle = 2 * Math.PI * random();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** Draws a number of the standard normal distribution, the first of {@link drawNormalPair}. */
export function drawNormalVariate(random: RandomSource): number {
  return drawNormalPair(random)[0];
}
