import { expect, test } from 'vitest';
import { listCorruptions, createRobustnessResult, scoreSuite } from './suite.ts';

test('corruptions that move objects are omitted for labels with positions', () => {
  const still = ['gaussian-noise', 'gaussian-blur', 'brightness', 'contrast', 'jpeg', 'occlusion'];
  expect(listCorruptions('image', 'boxes')).toEqual(still);
  expect(listCorruptions('image', 'mask')).toEqual(still);
  expect(listCorruptions('text', 'text')).toEqual(['text-typos', 'text-case']);
  expect(new Set(listCorruptions('image', 'class'))).toEqual(new Set([...still, 'crop', 'rotation']));
});

// Worked by hand: error rates of 0.1 clean, 0.2 and 0.4 corrupted leave 0.9, 0.8 and 0.6 right.
const score = (value: number) => ({ metric: 'cer', value, n: 50, interval: [value - 0.05, value + 0.1] as const });
const result = createRobustnessResult({
  metric: 'cer',
  isError: true,
  clean: score(0.1),
  scores: [
    { corruption: 'contrast', severity: 1, score: score(0.2) },
    { corruption: 'contrast', severity: 3, score: score(0.4) },
  ],
  hostile: [],
  failed: 0,
  isPartial: false,
});

test('for error rates, the mean corruption error is their mean, and the score the ratio of correct items', () => {
  expect(result.meanCorruptionError).toBeCloseTo(0.3, 12);
  expect(scoreSuite(result)?.value).toBeCloseTo(0.7 / 0.9, 12);
  // The mean fraction of correct items is 0.6 to 0.75 corrupted, and 0.8 to 0.95 clean.
  expect(scoreSuite(result)?.interval?.map((end) => end.toFixed(6))).toEqual([
    (0.6 / 0.95).toFixed(6),
    (0.75 / 0.8).toFixed(6),
  ]);
});

test('a stopped suite is not evidence', () => {
  expect(scoreSuite({ ...result, isPartial: true })).toBeNull();
});
