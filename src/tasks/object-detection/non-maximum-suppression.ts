import { computeIntersectionOverUnion } from '#metrics/intersection-over-union.ts';
import type { Detection } from './detection.ts';

/**
 * Greedy non-maximum suppression: in descending order of score, each detection suppresses later ones that overlap it by
 * more than `maxOverlap` (IoU), of any label if class-agnostic, else only of its own.
 */
export function suppressNonMaxima(
  candidates: readonly Detection[],
  { maxOverlap, isClassAgnostic }: { maxOverlap: number; isClassAgnostic: boolean },
): Detection[] {
  const remaining: Detection[] = [];
  for (const candidate of [...candidates].sort((a, b) => b.score - a.score)) {
    const rivals = isClassAgnostic ? remaining : remaining.filter(({ label }) => label === candidate.label);
    if (rivals.every(({ box }) => computeIntersectionOverUnion(box, candidate.box) <= maxOverlap))
      remaining.push(candidate);
  }
  return remaining;
}
