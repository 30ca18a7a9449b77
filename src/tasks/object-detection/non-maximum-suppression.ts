import { computeIntersectionOverUnion } from '#metrics/intersection-over-union.ts';
import type { Detection } from './detection.ts';

/**
 * Greedy non-maximum suppression: best first, each detection suppresses later ones that overlap it by more than
 * `maxOverlap`, either of any label or only of its own.
 */
export function suppressNonMaxima(
  candidates: readonly Detection[],
  { maxOverlap, acrossLabels }: { maxOverlap: number; acrossLabels: boolean },
): Detection[] {
  const remaining: Detection[] = [];
  for (const candidate of [...candidates].sort((a, b) => b.score - a.score)) {
    const rivals = acrossLabels ? remaining : remaining.filter(({ label }) => label === candidate.label);
    if (rivals.every(({ box }) => computeIntersectionOverUnion(box, candidate.box) <= maxOverlap))
      remaining.push(candidate);
  }
  return remaining;
}
