import { overlap, type Detection } from './detection.ts';

/**
 * Greedy non-maximum suppression: best first, each detection drops those behind it that overlap it by more than
 * `maxOverlap`, whatever their label or only those of its own.
 */
export function suppress(
  candidates: readonly Detection[],
  { maxOverlap, acrossLabels }: { maxOverlap: number; acrossLabels: boolean },
): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...candidates].sort((a, b) => b.score - a.score)) {
    const rivals = acrossLabels ? kept : kept.filter(({ label }) => label === candidate.label);
    if (rivals.every(({ box }) => overlap(box, candidate.box) <= maxOverlap)) kept.push(candidate);
  }
  return kept;
}
