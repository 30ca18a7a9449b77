/**
 * A number of the standard normal distribution (Box and Muller, 1958). Reproducible on one engine: the last digits of a
 * logarithm or cosine may differ between engines.
 * @param random uniform in [0, 1)
 */
export function createNormalRandom(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
