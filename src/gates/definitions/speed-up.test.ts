import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { GateEvidence } from '../gate-evidence.ts';
import { judge } from '../evaluate-gate.ts';

/**
 * Simulates 10 ABBA blocks of 2 times 5 inferences, on a machine whose speed drifts by up to 30% between blocks and
 * whose times vary by about 6% within a block.
 * @param slowDown the candidate's times, relative to the baseline's
 */
function createInterleavedEvidence(slowDown: number, random: () => number): GateEvidence {
  const sample = (ms: number) => ms * (1 + 0.1 * (random() + random() - 1 + 0.3 * random()));
  const samples = (ms: number) => Array.from({ length: 10 }, () => sample(ms));
  const blocks = Array.from({ length: 10 }, () => {
    const ms = 50 * (1 + 0.3 * random());
    return { baselineMs: samples(ms), candidateMs: samples(ms * slowDown) };
  });
  const model = { sizeBytes: 1000 };
  return { modelKind: 'tensor', candidate: model, baseline: model, interleaved: { blocks } };
}

const judgeState = (evidence: GateEvidence, limit: number) =>
  judge({ gate: 'speed-up', severity: 'error', limit }, evidence).state;

/** Computes the fraction of 1,000 simulations that end in this state. */
function computeStateFraction(state: string, slowDown: number, limit: number, seed: number): number {
  const random = createSeededRandom(seed);
  const states = Array.from({ length: 1_000 }, () => judgeState(createInterleavedEvidence(slowDown, random), limit));
  return states.filter((candidate) => candidate === state).length / states.length;
}

test('of 1,000 comparisons of a model with itself, at most 5% fail and at most 5% pass', () => {
  expect(computeStateFraction('fail', 1, 1, 21)).toBeLessThanOrEqual(0.05);
  expect(computeStateFraction('pass', 1, 1, 21)).toBeLessThanOrEqual(0.05);
  expect(computeStateFraction('pass', 1, 1.05, 22)).toBeLessThanOrEqual(0.005);
});

test('a slow-down of 5% fails over 90% of 1,000 comparisons', () => {
  expect(computeStateFraction('fail', 1.05, 1, 23)).toBeGreaterThanOrEqual(0.9);
});

test('a model twice as fast passes 1.8x, fails 2.2x, and is inconclusive at 2x', () => {
  const evidence = createInterleavedEvidence(0.5, createSeededRandom(24));
  expect([1.8, 2, 2.2].map((limit) => judgeState(evidence, limit))).toEqual(['pass', 'inconclusive', 'fail']);
});

test('without a baseline or interleaved times, the speed-up is not measured', () => {
  const candidate = { sizeBytes: 1000 };
  const setting = { gate: 'speed-up', severity: 'error', limit: 2 } as const;
  expect(judge(setting, { modelKind: 'tensor', candidate })).toMatchObject({ reason: { code: 'no-baseline' } });
  expect(judge(setting, { modelKind: 'tensor', candidate, baseline: candidate })).toMatchObject({
    reason: { code: 'not-interleaved' },
  });
});
