import { expect, test } from 'vitest';
import { rankDetections } from './average-precision.ts';
import { createDetectionOutcome } from './detection-outcome.ts';
import { detectionMetrics } from './detection.ts';
import reference from './reference-values/detection.json' with { type: 'json' };
import { scoreDataset } from './score-dataset.ts';

// Expected: pycocotools, by reference-values/detection.py, unless noted otherwise. Its boxes include crowds, stated areas, ties of
// scores, a class that is only detected, and images without objects.
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

test('an image drawn twice in a resample counts as two images', () => {
  const metric = detectionMetrics[0]!;
  const counts = new Uint32Array(outcomes.length);
  counts.set([2, 0, 1, 3, 1, 0, 2, 1, 1, 1]);
  const repeated = outcomes.flatMap((outcome, image) => Array<typeof outcome>(counts[image]!).fill(outcome));
  expect(metric.createResampler!(outcomes)(counts)).toBeCloseTo(metric.compute(repeated)!, 2);
});

test('only the 100 detections with the highest scores count', () => {
  const object = { label: 'cup', x: 0, y: 0, width: 10, height: 10 };
  const miss = { ...object, x: 50, score: 0.9 };
  const hit = { ...object, score: 0.1 };
  const ap50 = (misses: number) =>
    detectionMetrics[1]!.compute([
      createDetectionOutcome([...Array.from({ length: misses }, () => miss), hit], [object]),
    ]);
  expect(ap50(99)).toBeCloseTo(1 / 100, 12); // precision 1 of 100 at every recall
  expect(ap50(100)).toBe(0);
});

test('all detections that match an ignored object by intersection over union are ignored', () => {
  const box = (x: number, size = 10) => ({ label: 'cup', x, y: 0, width: size, height: size });
  const detections = [
    { ...box(50, 5), score: 0.9 }, // inside the ignored object, IoU 1/4: a false positive
    { ...box(50), score: 0.8 },
    { ...box(50), score: 0.7 },
    { ...box(0), score: 0.6 },
  ];
  const ap50 = (groundTruth: object) =>
    detectionMetrics[1]!.compute([createDetectionOutcome(detections, [box(0), { ...box(50), ...groundTruth }])]);
  // Worked by hand by the rules of VOC 2012's development kit and of COCO's crowds: the precision at every recall.
  expect(ap50({ isIgnored: true })).toBeCloseTo(1 / 2, 12);
  expect(ap50({ isCrowd: true })).toBe(1);
});

test('without objects no score is defined', () => {
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
