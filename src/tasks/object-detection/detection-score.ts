import { computeIntersectionOverUnion } from '#metrics/intersection-over-union.ts';
import type { Detection } from './detection.ts';

/** COCO and PASCAL VOC match a box if its intersection over union with the expected box is at least one half. */
const minOverlap = 0.5;

/**
 * Computes the F1 score of `actual` against `expected`. In descending order of score, each detection is matched with
 * the unmatched expected box of its label that it overlaps most.
 * @returns twice the matches divided by the number of detections in both; 1 if both are empty
 */
export function scoreDetections(actual: readonly Detection[], expected: readonly Detection[]): number {
  if (actual.length + expected.length === 0) return 1;
  const unmatched = new Set(expected);
  for (const detection of [...actual].sort((a, b) => b.score - a.score)) {
    const best = [...unmatched]
      .filter(({ label }) => label === detection.label)
      .map((expectedDetection) => ({
        expectedDetection,
        overlap: computeIntersectionOverUnion(detection.box, expectedDetection.box),
      }))
      .sort((a, b) => b.overlap - a.overlap)[0];
    if (best && best.overlap >= minOverlap) unmatched.delete(best.expectedDetection);
  }
  return (2 * (expected.length - unmatched.size)) / (actual.length + expected.length);
}
