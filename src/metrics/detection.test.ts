import { expect, test } from 'vitest';
import { rankDetections } from './average-precision.ts';
import { createDetectionOutcome } from './detection-outcome.ts';
import { detectionMetrics } from './detection.ts';
import reference from './reference-values/detection.json' with { type: 'json' };
import { scoreDataset } from './score-dataset.ts';

// Expected values are from pycocotools (reference-values/detection.py), unless noted otherwise. The boxes include
// crowds, explicit areas, tied scores, a class without ground truth, and images without objects.
const outcomes = reference.images.map(({ detections, groundTruths }) =>
  createDetectionOutcome(detections, groundTruths),
);

test.each(detectionMetrics)('$id of 40 images matches pycocotools', ({ id, compute }) => {
  expect(compute(outcomes)).toBeCloseTo(reference.scores[id as keyof typeof reference.scores], 12);
});

test('the average precision of every class matches pycocotools', () => {
  const counts = new Uint32Array(outcomes.length).fill(1);
  const thresholds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const classes = rankDetections(outcomes, 'all').flatMap(({ label, summarise }) => {
    const summary = summarise(counts, thresholds);
    return summary ? [[label, summary.precision] as const] : [];
  });
  expect(classes.map(([label]) => label).sort()).toEqual(Object.keys(reference.classes));
  for (const [label, precision] of classes) {
    expect(precision).toBeCloseTo(reference.classes[label as keyof typeof reference.classes], 12);
  }
});

test('counts an image drawn twice in a resample as two images', () => {
  const metric = detectionMetrics[0]!;
  const counts = new Uint32Array(outcomes.length);
  counts.set([2, 0, 1, 3, 1, 0, 2, 1, 1, 1]);
  const repeated = outcomes.flatMap((outcome, image) => Array<typeof outcome>(counts[image]!).fill(outcome));
  expect(metric.createResampler!(outcomes)(counts)).toBeCloseTo(metric.compute(repeated)!, 2);
});

test('counts only the 100 detections with the highest scores', () => {
  const object = { label: 'cup', x: 0, y: 0, width: 10, height: 10 };
  const falsePositive = { ...object, x: 50, score: 0.9 };
  const truePositive = { ...object, score: 0.1 };
  const computeAp50 = (falsePositives: number) =>
    detectionMetrics[1]!.compute([
      createDetectionOutcome([...Array.from({ length: falsePositives }, () => falsePositive), truePositive], [object]),
    ]);
  expect(computeAp50(99)).toBeCloseTo(1 / 100, 12); // precision 1/100 at every recall
  expect(computeAp50(100)).toBe(0);
});

test('ignores all detections that match an ignored object', () => {
  const box = (x: number, size = 10) => ({ label: 'cup', x, y: 0, width: size, height: size });
  const detections = [
    { ...box(50, 5), score: 0.9 }, // inside the ignored object, IoU 1/4: a false positive
    { ...box(50), score: 0.8 },
    { ...box(50), score: 0.7 },
    { ...box(0), score: 0.6 },
  ];
  const computeAp50 = (groundTruth: object) =>
    detectionMetrics[1]!.compute([createDetectionOutcome(detections, [box(0), { ...box(50), ...groundTruth }])]);
  // Computed by hand from the rules of the VOC 2012 development kit and of COCO crowds: the precision at every recall.
  expect(computeAp50({ isIgnored: true })).toBeCloseTo(1 / 2, 12);
  expect(computeAp50({ isCrowd: true })).toBe(1);
});

test('defines no score without objects', () => {
  expect(detectionMetrics.map(({ compute }) => compute([createDetectionOutcome([], [])]))).toEqual(Array(7).fill(null));
});

test('every score has an interval that contains it', () => {
  for (const { metric, value, interval } of scoreDataset(outcomes, detectionMetrics)) {
    expect(interval, metric).not.toBeNull();
    expect(interval![0]).toBeLessThan(value);
    expect(interval![1]).toBeGreaterThan(value);
  }
});

test('a box that is not finite matches nothing', () => {
  const object = { label: 'cup', x: 0, y: 0, width: 10, height: 10 };
  const invalid = { ...object, x: NaN, width: NaN, score: 0.9 };
  expect(detectionMetrics[0]!.compute([createDetectionOutcome([invalid], [object])])).toBe(0);
});
