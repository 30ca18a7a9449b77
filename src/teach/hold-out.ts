import { createSeededRandom, shuffle } from '#core/random.ts';

/** An example that can be held out. */
export interface Assignable {
  readonly label: string;
  /** `null` if it is not decided yet. */
  readonly isHeldOut: boolean | null;
}

/** Minimum number of examples of a class, because at least one of them is held out. Heuristic, not measured. */
export const minExamples = 5;

/**
 * Minimum number of held-out examples to judge a class: with fewer, a single example decides more than a fifth of the
 * accuracy. Heuristic, not measured.
 */
export const minHeldOut = 5;

/** Computes how many examples of a class are held out. */
export function countHeldOut(examples: number, fraction: number): number {
  return Math.min(examples - 1, Math.max(1, Math.round(fraction * examples)));
}

/** Computes the minimum number of examples that a class needs so that {@link minHeldOut} of them are held out. */
export function countNeededExamples(fraction: number): number {
  return Math.max(minHeldOut + 1, Math.ceil((minHeldOut - 0.5) / fraction));
}

/**
 * Chooses the examples that are held out for testing: the same fraction of each class, at least one and never all.
 * Earlier decisions remain, so that a head is never tested on images with which it was trained before.
 * @param fraction above 0 and below 1
 * @returns whether each example is held out, in their order
 */
export function chooseHeldOut(examples: readonly Assignable[], fraction: number, seed: number): readonly boolean[] {
  const random = createSeededRandom(seed);
  const heldOut = examples.map(({ isHeldOut }) => isHeldOut === true);
  const classes = Map.groupBy(examples.keys(), (index) => examples[index]!.label);
  for (const indices of classes.values()) {
    const heldOutCount = countHeldOut(indices.length, fraction);
    const missingCount = heldOutCount - indices.filter((index) => heldOut[index]).length;
    const undecided = shuffle(
      indices.filter((index) => examples[index]!.isHeldOut === null),
      random,
    );
    for (const index of undecided.slice(0, Math.max(0, missingCount))) heldOut[index] = true;
  }
  return heldOut;
}
