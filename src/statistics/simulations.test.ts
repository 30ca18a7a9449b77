import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { estimateInterleavedRatio, type TimeBlock } from './interleaved-ratio.ts';
import { testMcnemarExact } from './mcnemar.ts';
import { estimateTheilSenSlope } from './theil-sen.ts';
import { createTimingSampler } from './timings.fixture.ts';

/**
 * Simulates a visit during which the machine becomes up to 20% slower or 10% faster, with waves of 3%, and samples vary
 * by 6%. Each block is ABBA or BAAB with three samples per slot.
 * @param factor the true ratio of the times of a to b
 */
function simulateVisit(seed: number, blocks: number, factor: number): TimeBlock[] {
  const random = createSeededRandom(seed);
  const samplesPerSlot = 3;
  const total = blocks * 4 * samplesPerSlot;
  const [slope, phase] = [0.3 * random() - 0.1, 2 * Math.PI * random()];
  let sampleCount = 0;
  const drift = () => {
    const time = sampleCount++ / total;
    return 1 + slope * time + 0.03 * Math.sin(phase + 20 * time);
  };
  const sample = createTimingSampler(random, { noise: 0.06, drift });
  return Array.from({ length: blocks }, () => {
    const times = { a: [] as number[], b: [] as number[] };
    const order = random() < 0.5 ? (['a', 'b', 'b', 'a'] as const) : (['b', 'a', 'a', 'b'] as const);
    for (const slot of order) {
      for (let count = 0; count < samplesPerSlot; count++) times[slot].push(sample(slot === 'a' ? factor : 1));
    }
    return times;
  });
}

/** Counts the visits whose whole interval shows that a is slower. */
function countSlowerVisits(visits: number, blocks: number, factor: number): number {
  const results = Array.from({ length: visits }, (_, seed) =>
    estimateInterleavedRatio(simulateVisit(seed + 1, blocks, factor)),
  );
  return results.filter((result) => result && result.interval[0] > 1).length;
}

test('speed: at most 5% of 1,000 comparisons of a model with itself are false alarms', () => {
  expect(countSlowerVisits(1_000, 12, 1)).toBeLessThanOrEqual(50);
});

test('speed: a slow-down by 5% is found in at least 90% of 300 comparisons of 12 blocks', () => {
  expect(countSlowerVisits(300, 12, 1.05)).toBeGreaterThanOrEqual(270);
});

/** Counts, of 1,000 comparisons, those in which McNemar's test finds the candidate worse. */
function countWorseComparisons(items: number, lostFraction: number, gainedFraction: number): number {
  return Array.from({ length: 1_000 }, (_, seed) => {
    const random = createSeededRandom(seed + 1);
    let [onlyBaseline, onlyCandidate] = [0, 0];
    for (let item = 0; item < items; item++) {
      const draw = random();
      if (draw < lostFraction) onlyBaseline++;
      else if (draw < lostFraction + gainedFraction) onlyCandidate++;
    }
    return testMcnemarExact({ onlyBaseline, onlyCandidate }).candidateWorse;
  }).filter((p) => p <= 0.05).length;
}

test('accuracy: at most 5% of 1,000 comparisons of equally good models are false alarms', () => {
  expect(countWorseComparisons(500, 0.03, 0.03)).toBeLessThanOrEqual(50);
});

// Quantisation that loses 3 points also gains some items: here 4.5% are lost and 1.5% gained. More discordant items
// require a larger sample: 650 for 5.5% and 2.5%.
test('accuracy: a loss of 3 points on 500 items is found in at least 80% of 1,000 comparisons', () => {
  expect(countWorseComparisons(500, 0.045, 0.015)).toBeGreaterThanOrEqual(800);
  expect(countWorseComparisons(650, 0.055, 0.025)).toBeGreaterThanOrEqual(800);
});

const times = Array.from({ length: 60 }, (_, index) => index);

test('trend: at most 5% of 1,000 runs without drift seem to drift by more than 5%', () => {
  const drifts = Array.from({ length: 1_000 }, (_, seed) => {
    const sample = createTimingSampler(createSeededRandom(seed + 1), { noise: 0.06 });
    const { slope, interval } = estimateTheilSenSlope(
      times,
      times.map(() => sample()),
      0.025,
    )!;
    return (interval[0] > 0 || interval[1] < 0) && (Math.abs(slope) * 59) / 20 > 0.05;
  });
  expect(drifts.filter(Boolean).length).toBeLessThanOrEqual(50);
});

test('trend: a rise by 10% over 5,000 samples is found from medians of groups', () => {
  const sample = createTimingSampler(createSeededRandom(4), { noise: 0.04 });
  const many = Array.from({ length: 5_000 }, (_, index) => index);
  const { slope, p } = estimateTheilSenSlope(
    many,
    many.map((index) => sample(1 + 0.1 * (index / 5_000))),
  )!;
  expect((slope * 5_000) / 20).toBeCloseTo(0.1, 2);
  expect(p).toBeLessThan(1e-9);
});
