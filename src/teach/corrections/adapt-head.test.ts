import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Head } from '../head.ts';
import { adaptHead } from './adapt-head.ts';

test('a head of 100 classes with 1,280 features, such as that of MobileNetV2, is adapted', () => {
  const random = createSeededRandom(3);
  const [classes, length] = [100, 1280];
  const head: Head = {
    labels: Array.from({ length: classes }, (_, index) => String(index)),
    length,
    weights: Float32Array.from({ length: classes * length }, () => random() - 0.5),
    bias: new Float32Array(classes),
  };
  const features = Float32Array.from({ length }, () => random());
  const { change } = adaptHead(head, [{ features, label: 7 }], []);
  expect(change).toBeGreaterThan(0);
  expect(change).toBeLessThanOrEqual(0.5);
});
