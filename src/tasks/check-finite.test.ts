import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { evaluation as digits } from './digits/evaluation.ts';
import { evaluation as classification } from './image-classification/evaluation.ts';
import { evaluation as detection } from './object-detection/evaluation.ts';

const notFinite = new AppError('not-scored', { reason: 'result-not-finite', value: 'NaN' });

test.each([
  ['classification', () => classification.toOutcome([{ label: 'a', probability: NaN }], { kind: 'class', label: 'a' })],
  ['ground truth from a classification', () => classification.toGroundTruth!([{ label: 'a', probability: NaN }])],
  ['digits', () => digits.toOutcome({ digit: 0, probabilities: [NaN, 1] } as never, { kind: 'class', label: '0' })],
  [
    'detection',
    () =>
      detection.toOutcome([{ label: 'a', score: 0.9, box: { x: NaN, y: 0, width: 1, height: 1 } }], {
        kind: 'boxes',
        boxes: [{ label: 'a', x: 0, y: 0, width: 1, height: 1 }],
      }),
  ],
])('a result with NaN is not scored: %s', (_, score) => {
  expect(score).toThrow(notFinite);
});
