import { testMcnemarExact } from '#statistics/mcnemar.ts';
import type { PairedCounts } from '#statistics/paired-counts.ts';
import type { LabelledPrediction } from '#metrics/class-report.ts';

/**
 * A class loses too much if more than this fraction, and more than one, of its held-out images become wrong. Heuristic,
 * not measured.
 */
const maxClassLoss = 0.1;

/** A comparison of a new head with the previous answers for the same held-out images. Plain JSON. */
export interface HeadComparison {
  readonly counts: PairedCounts;
  /** P-values of McNemar's exact test. */
  readonly mcnemar: ReturnType<typeof testMcnemarExact>;
  /** Accuracy before and after, 0 to 1. */
  readonly before: number;
  readonly after: number;
  /** Classes that lose too much, with the number of correct images before and after. */
  readonly lostClasses: readonly { readonly label: string; readonly before: number; readonly after: number }[];
  /** Whether the new head is accepted: its accuracy is not lower, and no class loses too much. */
  readonly isAccepted: boolean;
}

/**
 * Compares two predictions for the same images, in the same order.
 * @param after at least one
 * @param maxLoss maximum fraction that a class may lose; `Infinity` if the previous answers favour a class
 */
export function compareHeads(
  before: readonly LabelledPrediction[],
  after: readonly LabelledPrediction[],
  maxLoss = maxClassLoss,
): HeadComparison {
  const counts = { both: 0, onlyBaseline: 0, onlyCandidate: 0, neither: 0 };
  const classes = new Map<string, { pictures: number; before: number; after: number }>();
  for (const [index, outcome] of after.entries()) {
    const [wasRight, isRight] = [isCorrect(before[index]!), isCorrect(outcome)];
    counts[wasRight ? (isRight ? 'both' : 'onlyBaseline') : isRight ? 'onlyCandidate' : 'neither']++;
    const classCounts = classes.get(outcome.truth) ?? { pictures: 0, before: 0, after: 0 };
    classes.set(outcome.truth, classCounts);
    classCounts.pictures++;
    if (wasRight) classCounts.before++;
    if (isRight) classCounts.after++;
  }
  const lostClasses = [...classes].flatMap(([label, { pictures, before, after }]) =>
    before - after > Math.max(1, maxLoss * pictures) ? [{ label, before, after }] : [],
  );
  return {
    counts,
    mcnemar: testMcnemarExact(counts),
    before: (counts.both + counts.onlyBaseline) / after.length,
    after: (counts.both + counts.onlyCandidate) / after.length,
    lostClasses,
    isAccepted: counts.onlyCandidate >= counts.onlyBaseline && lostClasses.length === 0,
  };
}

export const isCorrect = ({ truth, predictions }: LabelledPrediction) => predictions[0] === truth;
