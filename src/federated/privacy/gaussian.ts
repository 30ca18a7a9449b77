import { drawNormalPair, type RandomSource } from '#statistics/normal-variate.ts';

/**
 * Creates a source of uniform 53-bit numbers from the platform's cryptographic generator: predictable noise would give
 * no privacy.
 */
export function createSecureRandom(): RandomSource {
  const words = new Uint32Array(4096);
  let next = words.length;
  return () => {
    if (next === words.length) {
      crypto.getRandomValues(new Uint8Array(words.buffer));
      next = 0;
    }
    const [high, low] = [words[next]! >>> 5, words[next + 1]! >>> 6];
    next += 2;
    return (high * 0x400_0000 + low) / 0x20_0000_0000_0000;
  };
}

/**
 * Adds independent Gaussian noise to each value, in place. Floating-point numbers represent the distribution only
 * approximately, and their low bits can leak information (Mironov 2012), so updates are rounded to a coarser grid
 * before they are sent.
 */
export function addGaussianNoise(values: Float64Array, standardDeviation: number, random: RandomSource): void {
  for (let index = 0; index < values.length; index += 2) {
    const [first, second] = drawNormalPair(random);
    values[index]! += standardDeviation * first;
    if (index + 1 < values.length) values[index + 1]! += standardDeviation * second;
  }
}
