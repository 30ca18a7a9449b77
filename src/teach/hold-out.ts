import { createSeededRandom, shuffle } from '#core/random.ts';

/** Whether an example is held out; `null` if that is not decided yet. */
export interface Assignable {
  readonly label: string;
  readonly isHeldOut: boolean | null;
}

/** Minimum examples of a class: one is held out, and one alone shows no variation to learn from. Own choice. */
export const minExamples = 5;

/**
 * Decides which examples are held out for testing: of each class the same fraction, at least one, and never all. What was
 * decided before stays, so a head that was trained earlier has not seen the pictures that it is tested on.
 * @param fraction above 0 and below 1
 * @returns for each example, in order, whether it is held out
 */
export function holdOut(examples: readonly Assignable[], fraction: number, seed: number): readonly boolean[] {
  const random = createSeededRandom(seed);
  const heldOut = examples.map(({ isHeldOut }) => isHeldOut === true);
  const classes = Map.groupBy(examples.keys(), (index) => examples[index]!.label);
  for (const indices of classes.values()) {
    const wanted = Math.min(indices.length - 1, Math.max(1, Math.round(fraction * indices.length)));
    const missing = wanted - indices.filter((index) => heldOut[index]).length;
    const open = shuffle(
      indices.filter((index) => examples[index]!.isHeldOut === null),
      random,
    );
    for (const index of open.slice(0, Math.max(0, missing))) heldOut[index] = true;
  }
  return heldOut;
}
