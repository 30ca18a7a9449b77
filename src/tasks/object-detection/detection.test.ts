import { describe, expect, test } from 'vitest';
import { clipBox, type Detection } from './detection.ts';
import { scoreDetections } from './detection-score.ts';
import { suppressNonMaxima } from './non-maximum-suppression.ts';

const createBox = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const createDetection = (label: string, score: number, x: number): Detection => ({
  label,
  score,
  box: createBox(x, 0, 10, 10),
});

test('a box beyond the image is clipped at its edges', () => {
  const image = { width: 100, height: 50 };
  expect(clipBox(createBox(-5, 10, 20, 20), image)).toEqual(createBox(0, 10, 15, 20));
  expect(clipBox(createBox(90, 40, 20, 20), image)).toEqual(createBox(90, 40, 10, 10));
  expect(clipBox(createBox(10, 10, 20, 20), image)).toEqual(createBox(10, 10, 20, 20));
});

describe('suppression of overlapping boxes', () => {
  // Shifted by 2 of 10: 80 shared of 120, overlap 2/3.
  const [best, rival, other] = [
    createDetection('cat', 0.9, 0),
    createDetection('cat', 0.8, 2),
    createDetection('dog', 0.7, 2),
  ];

  test('the best of overlapping boxes remain, in descending order of score', () => {
    expect(suppressNonMaxima([rival, best], { maxOverlap: 0.5, isClassAgnostic: false })).toEqual([best]);
    expect(suppressNonMaxima([rival, best], { maxOverlap: 0.7, isClassAgnostic: false })).toEqual([best, rival]);
  });

  test('boxes of other labels are suppressed only if suppression is class-agnostic', () => {
    expect(suppressNonMaxima([other, best], { maxOverlap: 0.5, isClassAgnostic: false })).toEqual([best, other]);
    expect(suppressNonMaxima([other, best], { maxOverlap: 0.5, isClassAgnostic: true })).toEqual([best]);
  });

  test('a box that overlaps only a suppressed box is not suppressed', () => {
    // The third overlaps the dropped second by 2/3, the first by 6 of 14 shared: 0.43.
    const third = createDetection('cat', 0.6, 4);
    expect(suppressNonMaxima([best, rival, third], { maxOverlap: 0.5, isClassAgnostic: false })).toEqual([best, third]);
  });
});

describe('the score of detections against the expected boxes', () => {
  const [cat, dog] = [createDetection('cat', 0.9, 0), createDetection('dog', 0.8, 100)];

  test.each([
    ['equal detections', [cat, dog], [cat, dog], 1],
    ['no detections, none expected', [], [], 1],
    ['no detections', [], [cat], 0],
    // One match: 2 * 1 / (2 + 1).
    ['one false positive', [cat, dog], [cat], 2 / 3],
    ['another label', [createDetection('dog', 0.9, 0)], [cat], 0],
    // Shifted by 4 of 10: 60 shared of 140, below one half.
    ['overlap below one half', [createDetection('cat', 0.9, 4)], [cat], 0],
    ['overlap above one half', [createDetection('cat', 0.4, 2)], [cat], 1],
    // Two for one expected box: the second matches nothing. 2 * 1 / (2 + 1).
    ['one expected box detected twice', [cat, createDetection('cat', 0.5, 1)], [cat], 2 / 3],
  ])('is the F1 score: %s', (_, actual, expected, f1) => {
    expect(scoreDetections(actual, expected)).toBeCloseTo(f1, 12);
  });
});
