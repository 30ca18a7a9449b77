import { expect, test } from 'vitest';
import { listLimbs } from './limbs.ts';

test('limbs are drawn between two keypoints that are both certain enough', () => {
  const keypoint = (name: string, x: number, score: number) => ({ name, x, y: 1, score });
  const [shoulder, elbow, wrist] = [
    keypoint('left_shoulder', 1, 0.9),
    keypoint('left_elbow', 2, 0.25),
    keypoint('left_wrist', 3, 0.2),
  ];
  expect(listLimbs([shoulder, elbow, wrist])).toEqual([[shoulder, elbow]]);
  expect(listLimbs([])).toEqual([]);
});
