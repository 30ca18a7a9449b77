import { expect, test } from 'vitest';
import { hasFewDistinct, summariseSamples } from './summarise.ts';

// Expected numbers: numpy 2.4.6 (np.percentile).
const ten = [12.1, 11.9, 12.4, 30.2, 12.0, 12.2, 11.8, 12.3, 12.6, 12.05];
const many = Array.from({ length: 130 }, (_, i) => ((i * 37) % 101) / 10 + 5);

test('R6: percentiles are reported only with enough samples', () => {
  const few = summariseSamples(many.slice(0, 64), 1);
  expect(few.p90).toHaveProperty('ms');
  expect(few.p95).toEqual({ needs: 130 });
  expect(summariseSamples(many.slice(0, 63), 1).p90).toEqual({ needs: 64 });
  const enough = summariseSamples(many, 1);
  expect(enough.p90).toEqual({ ms: 14 });
  expect(enough.p95).toHaveProperty('ms', expect.closeTo(14.455, 12));
  expect(enough.p99).toEqual({ needs: 662 });
});

test('R7, R14: excluded samples are listed, but not part of the statistics', () => {
  const figures = summariseSamples(ten, 1, [3]);
  expect(figures.samplesMs).toHaveLength(10);
  expect(figures.n).toBe(9);
  expect(figures.maxMs).toBe(12.6);
});

test('R11: detects samples with few distinct values', () => {
  expect(hasFewDistinct(Array.from({ length: 30 }, (_, i) => (i % 3) / 10))).toBe(true);
  expect(hasFewDistinct(many)).toBe(false);
});
