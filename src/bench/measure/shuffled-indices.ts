import { createSeededRandom, shuffle } from '#core/random.ts';

/** Shuffles 0 to count - 1 in seeded random order. */
export function shuffleIndices(count: number, seed: number): number[] {
  return shuffle([...Array(count).keys()], createSeededRandom(seed));
}
