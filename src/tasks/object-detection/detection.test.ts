import { describe, expect, test } from 'vitest';
import { clip, type Detection } from './detection.ts';
import { score } from './detection-score.ts';
import { suppressNonMaxima } from './non-maximum-suppression.ts';

const makeBox = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const makeDetection = (label: string, score: number, x: number): Detection => ({
  label,
  score,
  box: makeBox(x, 0, 10, 10),
});

test('a box beyond the image is clipped at its edges', () => {
  const image = { width: 100, height: 50 };
  expect(clip(makeBox(-5, 10, 20, 20), image)).toEqual(makeBox(0, 10, 15, 20));
  expect(clip(makeBox(90, 40, 20, 20), image)).toEqual(makeBox(90, 40, 10, 10));
  expect(clip(makeBox(10, 10, 20, 20), image)).toEqual(makeBox(10, 10, 20, 20));
});

describe('suppression of overlapping boxes', () => {
  // Shifted by 2 of 10: 80 shared of 120, overlap 2/3.
  const [best, rival, other] = [
    makeDetection('cat', 0.9, 0),
    makeDetection('cat', 0.8, 2),
    makeDetection('dog', 0.7, 2),
  ];

  test('only the best of overlapping boxes are kept, best first', () => {
    expect(suppressNonMaxima([rival, best], { maxOverlap: 0.5, acrossLabels: false })).toEqual([best]);
    expect(suppressNonMaxima([rival, best], { maxOverlap: 0.7, acrossLabels: false })).toEqual([best, rival]);
  });

  test('boxes of other labels are not suppressed unless labels are ignored', () => {
    expect(suppressNonMaxima([other, best], { maxOverlap: 0.5, acrossLabels: false })).toEqual([best, other]);
    expect(suppressNonMaxima([other, best], { maxOverlap: 0.5, acrossLabels: true })).toEqual([best]);
  });

  test('a box that overlaps only a suppressed box is not suppressed', () => {
    // The third overlaps the dropped second by 2/3, the first by 6 of 14 shared: 0.43.
    const third = makeDetection('cat', 0.6, 4);
    expect(suppressNonMaxima([best, rival, third], { maxOverlap: 0.5, acrossLabels: false })).toEqual([best, third]);
  });
});

describe('the score of detections against the expected boxes', () => {
  const [cat, dog] = [makeDetection('cat', 0.9, 0), makeDetection('dog', 0.8, 100)];

  test.each([
    ['the same', [cat, dog], [cat, dog], 1],
    ['nothing expected, nothing found', [], [], 1],
    ['nothing found', [], [cat], 0],
    // One match: 2 * 1 / (2 + 1).
    ['one too many', [cat, dog], [cat], 2 / 3],
    ['another label', [makeDetection('dog', 0.9, 0)], [cat], 0],
    // Shifted by 4 of 10: 60 shared of 140, below one half.
    ['off by too much', [makeDetection('cat', 0.9, 4)], [cat], 0],
    ['off by little', [makeDetection('cat', 0.4, 2)], [cat], 1],
    // Two for one expected box: the second matches nothing. 2 * 1 / (2 + 1).
    ['one expected, found twice', [cat, makeDetection('cat', 0.5, 1)], [cat], 2 / 3],
  ])('is right: %s', (_, actual, expected, f1) => {
    expect(score(actual, expected)).toBeCloseTo(f1, 12);
  });
});
