import { createSeededRandom } from '#core/random.ts';

/** 0 to count - 1 in seeded random order (Fisher-Yates shuffle). */
export function shuffleIndices(count: number, seed: number): number[] {
  const random = createSeededRandom(seed);
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const swapIndex = Math.floor(random() * (last + 1));
    [order[last], order[swapIndex]] = [order[swapIndex]!, order[last]!];
  }
  return order;
}
