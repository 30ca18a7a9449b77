import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { computeConfidenceSequence } from './proportion-sequence.ts';
import {
  computeEvidenceOfFewerEvents,
  computeEvidenceOfMoreEvents,
  type EventCounts,
} from './sequential-comparison.ts';

test('a confidence sequence matches ends computed by hand', () => {
  // One trial without success: the mixture has B(1/2, 3/2) / pi = 1/2, so p is rejected if 1 - p < 0.05 / 2.
  expect(computeConfidenceSequence(0, 1)).toEqual([0, expect.closeTo(0.975, 12)]);
  expect(computeConfidenceSequence(1, 1)).toEqual([expect.closeTo(0.025, 12), 1]);
  // Two without success: B(1/2, 5/2) / pi = 3/8, so p is rejected if (1 - p)^2 < 0.05 * 3 / 8.
  expect(computeConfidenceSequence(0, 2)).toEqual([0, expect.closeTo(1 - Math.sqrt(0.01875), 12)]);
  // One of two: B(3/2, 3/2) / pi = 1/8, so p is rejected if p (1 - p) < 0.00625.
  const root = Math.sqrt(0.25 - 0.00625);
  expect(computeConfidenceSequence(1, 2)).toEqual([expect.closeTo(0.5 - root, 12), expect.closeTo(0.5 + root, 12)]);
  expect(computeConfidenceSequence(0, 0)).toEqual([0, 1]);
});

test('a confidence sequence excludes the truth at any of 250 trials in at most 5 % of 1,000 series', () => {
  const intervals = new Map<number, readonly [low: number, high: number]>(); // computing them takes most of the time
  for (const truth of [0.02, 0.3]) {
    const missed = Array.from({ length: 1_000 }, (_, seed) => {
      const random = createSeededRandom(seed + 1);
      let successes = 0;
      for (let trials = 1; trials <= 250; trials++) {
        if (random() < truth) successes++;
        const key = trials * 1_000 + successes;
        const [low, high] = intervals.get(key) ?? computeConfidenceSequence(successes, trials);
        intervals.set(key, [low, high]);
        if (truth < low || truth > high) return true;
      }
      return false;
    }).filter(Boolean);
    expect(missed.length).toBeLessThanOrEqual(50);
  }
});

test('the evidence is the mean of likelihood ratios computed by hand', () => {
  // Three events, all of the candidate, at probability 1/2: each odds ratio r multiplies by 2 r / (r + 1) per event.
  const byHand = [1.25, 1.5, 2, 3, 5, 10, 30].map((odds) => ((2 * odds) / (odds + 1)) ** 3);
  const mean = byHand.reduce((sum, ratio) => sum + ratio) / byHand.length;
  const counts = { probability: 0.5, candidate: 3, current: 0 };
  expect(computeEvidenceOfMoreEvents([counts])).toBeCloseTo(mean, 12);
  expect(computeEvidenceOfFewerEvents([{ probability: 0.5, candidate: 0, current: 3 }])).toBeCloseTo(mean, 12);
  expect(computeEvidenceOfMoreEvents([])).toBe(1);
});

/** Simulates a rollout from 5 to 25 to 50 %. Returns whether the evidence of more events ever reaches 20. */
function hasRejection(seed: number, currentRate: number, candidateRate: number, items: number): boolean {
  const random = createSeededRandom(seed);
  const counts: EventCounts[] = [];
  for (const probability of [0.05, 0.25, 0.5]) {
    const stage = { probability, candidate: 0, current: 0 };
    counts.push(stage);
    for (let item = 0; item < items / 3; item++) {
      const arm = random() < probability ? 'candidate' : 'current';
      if (random() >= (arm === 'candidate' ? candidateRate : currentRate)) continue;
      stage[arm]++;
      if (computeEvidenceOfMoreEvents(counts) >= 20) return true;
    }
  }
  return false;
}

test('at most 5 % of 1,000 comparisons of equal models raise a false alarm, checked after every item', () => {
  for (const [rate, items] of [
    [0.05, 1_500],
    [0.5, 300],
  ] as const) {
    const alarms = Array.from({ length: 1_000 }, (_, seed) => hasRejection(seed + 1, rate, rate, items)).filter(
      Boolean,
    );
    expect(alarms.length).toBeLessThanOrEqual(50);
  }
});

test('detects three times as many errors in at least 90 % of 200 comparisons', () => {
  const detections = Array.from({ length: 200 }, (_, seed) => hasRejection(seed + 1, 0.05, 0.15, 1_500)).filter(
    Boolean,
  );
  expect(detections.length).toBeGreaterThanOrEqual(180);
});
