import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { drawNormalVariate } from '#statistics/normal-variate.ts';
import { compareAscending } from '#statistics/quantiles.ts';
import { TDigest } from './t-digest.ts';

const random = createSeededRandom(5);
const drawNormal = () => drawNormalVariate(random);
const distributions: Readonly<Record<string, () => number>> = {
  uniform: random,
  'log-normal latencies': () => 20 * Math.exp(0.4 * drawNormal()),
  'confidences near 1': () => 1 - 0.5 * random() ** 4,
  'two modes': () => (random() < 0.9 ? 10 + random() : 200 + 50 * random()),
  'few values': () => Math.floor(random() * 5),
};
const probabilities = [0.01, 0.05, 0.5, 0.95, 0.99];

/** The difference between the rank of an estimate among the sorted values and the requested rank. */
function rankError(sorted: readonly number[], estimate: number, probability: number): number {
  const below = sorted.filter((value) => value < estimate).length / sorted.length;
  const upTo = sorted.filter((value) => value <= estimate).length / sorted.length;
  return Math.max(0, below - probability, probability - upTo);
}

describe.each(Object.entries(distributions))('%s', (_, draw) => {
  const values = Array.from({ length: 20_000 }, () => Math.fround(draw())); // stored with this precision
  const sorted = values.toSorted(compareAscending);

  test('quantiles are within 1 percentile of the exact ones', () => {
    const digest = new TDigest();
    for (const value of values) digest.add(value);
    expect(digest.count).toBe(20_000);
    for (const probability of probabilities) {
      expect(rankError(sorted, digest.estimateQuantile(probability), probability)).toBeLessThanOrEqual(0.01);
    }
  });

  test('quantiles of 100 stored and merged digests are within 1 percentile', () => {
    const merged = new TDigest();
    for (let part = 0; part < 100; part++) {
      const digest = new TDigest();
      for (const value of values.slice(part * 200, (part + 1) * 200)) digest.add(value);
      merged.merge(digest.pack());
    }
    const restored = TDigest.unpack(merged.pack());
    expect(restored.count).toBe(20_000);
    for (const probability of probabilities) {
      expect(rankError(sorted, restored.estimateQuantile(probability), probability)).toBeLessThanOrEqual(0.01);
    }
  });
});

test('a digest has at most 64 centroids, whatever the order of its values', () => {
  for (const order of ['rising', 'falling', 'random']) {
    const digest = new TDigest();
    for (let at = 0; at < 50_000; at++) digest.add(order === 'rising' ? at : order === 'falling' ? -at : random());
    expect((digest.pack().length - 2) / 2).toBeLessThanOrEqual(64);
  }
});

test('the extremes are exact, and values that are not finite are ignored', () => {
  const digest = new TDigest();
  for (const value of [3, 1, 2, Number.NaN, Infinity]) digest.add(value);
  expect([digest.count, digest.estimateQuantile(0), digest.estimateQuantile(0.5), digest.estimateQuantile(1)]).toEqual([
    3, 1, 2, 3,
  ]);
  expect(new TDigest().estimateQuantile(0.5)).toBeNaN();
});
