import { expect, test } from 'vitest';
import { listValidCorruptions, createRobustnessResult, createRobustnessEvidence } from './suite.ts';

test('corruptions that move objects are only valid for class labels', () => {
  const nonGeometric = ['gaussian-noise', 'gaussian-blur', 'brightness', 'contrast', 'jpeg', 'occlusion'];
  expect(listValidCorruptions('image', 'boxes')).toEqual(nonGeometric);
  expect(listValidCorruptions('image', 'mask')).toEqual(nonGeometric);
  expect(listValidCorruptions('text', 'text')).toEqual(['text-typos', 'text-case']);
  expect(new Set(listValidCorruptions('image', 'class'))).toEqual(new Set([...nonGeometric, 'crop', 'rotation']));
});

// Computed by hand: error rates of 0.1 (clean), 0.2 and 0.4 (corrupted) leave 0.9, 0.8 and 0.6 correct.
const createScore = (value: number) => ({
  metric: 'cer',
  value,
  n: 50,
  interval: [value - 0.05, value + 0.1] as const,
});
const result = createRobustnessResult({
  metric: 'cer',
  isError: true,
  clean: createScore(0.1),
  scores: [
    { corruption: 'contrast', severity: 1, score: createScore(0.2) },
    { corruption: 'contrast', severity: 3, score: createScore(0.4) },
  ],
  hostile: [],
  failed: 0,
  isPartial: false,
});

test('error rates are converted to fractions of correct items', () => {
  expect(result.meanCorruptionError).toBeCloseTo(0.3, 12);
  expect(createRobustnessEvidence(result)?.value).toBeCloseTo(0.7 / 0.9, 12);
  // The mean fraction of correct items is 0.6 to 0.75 corrupted, and 0.8 to 0.95 clean.
  expect(createRobustnessEvidence(result)?.interval?.map((end) => end.toFixed(6))).toEqual([
    (0.6 / 0.95).toFixed(6),
    (0.75 / 0.8).toFixed(6),
  ]);
});

test('a partial robustness result is not evidence', () => {
  expect(createRobustnessEvidence({ ...result, isPartial: true })).toBeNull();
});
