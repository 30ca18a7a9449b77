import { testMcnemarExact } from '#statistics/mcnemar.ts';
import type { PairedCounts } from '#statistics/paired-counts.ts';
import type { PairedScore } from './gate-evidence.ts';

/** Counts of the items that each model gets right, and whether the difference could be chance. Plain JSON. */
export interface PairedComparison {
  readonly metric: string;
  readonly counts: PairedCounts;
  /** P-values of McNemar's exact test. */
  readonly mcnemar: ReturnType<typeof testMcnemarExact>;
}

/** Compares two models by the first metric that is a fraction of right items; `null` if there is none. */
export function comparePaired(paired: readonly PairedScore[] | undefined): PairedComparison | null {
  const score = paired?.find(({ counts }) => counts);
  if (!score?.counts) return null;
  const { metric, counts } = score;
  return { metric, counts, mcnemar: testMcnemarExact(counts) };
}
