import { computeIntersectionOverUnion } from '#metrics/intersection-over-union.ts';
import type { Detection } from './detection.ts';

/** COCO and PASCAL VOC match a box if its intersection over union with the expected box is at least one half. */
const minOverlap = 0.5;

/**
 * F1 of `actual` against `expected`: best first, each detection is matched with the unmatched expected box of its label that
 * it overlaps most; twice the matches over the number of both. 1 if both are empty.
 */
export function score(actual: readonly Detection[], expected: readonly Detection[]): number {
  if (actual.length + expected.length === 0) return 1;
  const open = new Set(expected);
  for (const detection of [...actual].sort((a, b) => b.score - a.score)) {
    const best = [...open]
      .filter(({ label }) => label === detection.label)
      .map((wanted) => ({ wanted, shared: computeIntersectionOverUnion(detection.box, wanted.box) }))
      .sort((a, b) => b.shared - a.shared)[0];
    if (best && best.shared >= minOverlap) open.delete(best.wanted);
  }
  return (2 * (expected.length - open.size)) / (actual.length + expected.length);
}
