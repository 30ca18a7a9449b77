import { expect, test } from 'vitest';
import reference from './reference-values/arrays.json' with { type: 'json' };
import { sumClassOverlaps, segmentationMetrics, createSegmentationOutcome } from './segmentation.ts';

// Expected values are from scikit-learn (reference-values/arrays.py).
const { masks } = reference;

const maskOutcomes = masks.truth.map((truth, image) =>
  createSegmentationOutcome(
    { classes: Uint8Array.from(masks.predicted[image]!), labels: masks.predictedLabels },
    { classes: Uint8Array.from(truth), labels: masks.truthLabels },
  ),
);

test.each(segmentationMetrics)('$id matches scikit-learn on masks with void pixels', ({ id, compute }) => {
  expect(compute(maskOutcomes)).toBeCloseTo(masks.scores[id as keyof typeof masks.scores], 12);
});

test('IoU and Dice of every class match scikit-learn', () => {
  const overlaps = sumClassOverlaps(maskOutcomes).map(({ label, ...overlap }) => [label, overlap] as const);
  expect(overlaps.map(([label]) => label).sort()).toEqual(Object.keys(masks.classes));
  for (const [label, { iou, dice }] of overlaps) {
    const expected = masks.classes[label as keyof typeof masks.classes];
    expect([iou, dice]).toEqual([expect.closeTo(expected.iou, 12), expect.closeTo(expected.dice, 12)]);
  }
});

test('supports classes named like built-in object properties', () => {
  const labels = ['__proto__', 'constructor'];
  const outcome = createSegmentationOutcome(
    { classes: Uint8Array.of(0, 0, 1, 1), labels },
    { classes: Uint8Array.of(0, 1, 1, 1), labels },
  );
  // Computed by hand: 1 of 2 pixels and 2 of 3.
  expect(sumClassOverlaps([outcome]).map(({ label, iou }) => [label, iou])).toEqual([
    ['__proto__', 1 / 2],
    ['constructor', 2 / 3],
  ]);
});
