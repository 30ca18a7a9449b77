import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { judgeRollout } from './judge-rollout.ts';
import {
  addPair,
  addRun,
  createEmptyTally,
  mergeTallies,
  rolloutShares,
  type Rollout,
  type ShareTally,
} from './rollout.ts';

const rollout: Rollout = {
  mode: 'gradual',
  candidate: 2,
  share: 0.05,
  gates: { maxErrorRate: 0.05, slowMs: 100, maxSlowRate: 0.1, minRuns: 20 },
  id: 'r',
};
const createTally = (share: number, change: Partial<ShareTally>): ShareTally => ({
  ...createEmptyTally(share),
  ...change,
});
const createArm = (runs: number, errors = 0, slow = 0) => ({ runs, errors, slow });

describe('the next step', () => {
  test('is to wait while the candidate has too few runs to decide', () => {
    expect(judgeRollout(rollout, [], null)).toMatchObject({
      step: { kind: 'wait' },
      gates: [{ state: 'inconclusive', n: 0 }, { state: 'inconclusive' }],
      agreement: null,
    });
    // For runs without an error, the upper bound of the interval is above 5 % after 114 runs and below it after 118. By
    // the closed form of the mixture, (B(1/2, n + 1/2) / pi * 0.05)^(1 / n) is 1 - p.
    const step = (runs: number) =>
      judgeRollout(rollout, [createTally(0.05, { candidate: createArm(runs) })], null).step;
    expect(step(114)).toEqual({ kind: 'wait' });
    expect(step(118)).toEqual({ kind: 'raise-share', share: 0.25 });
  });

  test('is to wait for the runs at each share, then to promote', () => {
    const first = createTally(0.05, { candidate: createArm(200) });
    const full = { ...rollout, share: 1 };
    expect(judgeRollout(full, [first, createTally(1, { candidate: createArm(19) })], null).step).toEqual({
      kind: 'wait',
    });
    expect(judgeRollout(full, [first, createTally(1, { candidate: createArm(20) })], null).step).toEqual({
      kind: 'promote',
    });
  });

  test.each([
    ['error-rate', [createTally(0.05, { candidate: createArm(100, 20) })], null],
    ['slow-rate', [createTally(0.05, { candidate: createArm(100, 0, 40) })], null],
    ['more-errors', [createTally(0.25, { candidate: createArm(400, 12), current: createArm(1_200, 3) })], null],
    ['more-slow', [createTally(0.25, { candidate: createArm(400, 0, 20), current: createArm(1_200, 0, 10) })], null],
    ['gates', [], 'fail'],
  ] as const)('is to reject the candidate for %s', (why, tallies, labelled) => {
    expect(judgeRollout(rollout, tallies, labelled).step).toEqual({ kind: 'reject', why });
  });

  test('is to wait in shadow mode, however good the candidate is', () => {
    const shadow: Rollout = { ...rollout, mode: 'shadow', share: 0 };
    const tally = createTally(0, {
      candidate: createArm(1_000),
      current: createArm(1_000),
      compared: 1_000,
      agreement: 990,
    });
    expect(judgeRollout(shadow, [tally], 'pass')).toMatchObject({
      step: { kind: 'wait' },
      gates: [{ state: 'pass' }, { state: 'pass' }],
      agreement: { mean: 0.99, n: 1_000 },
    });
  });
});

test('in shadow mode, only inputs on which the versions differ count', () => {
  const { gates } = rollout;
  const [ok, slow, failed] = [{ latencyMs: 10 }, { latencyMs: 101 }, { latencyMs: null }];
  let tally = addPair(createEmptyTally(0), { current: ok, candidate: slow }, 0.5, gates);
  tally = addPair(tally, { current: slow, candidate: slow }, 1, gates);
  tally = addPair(tally, { current: failed, candidate: ok }, null, gates);
  expect(tally).toEqual({
    share: 0,
    current: createArm(3, 1, 1),
    candidate: createArm(3, 0, 2),
    onlyCurrent: { errors: 1, slow: 0 },
    onlyCandidate: { errors: 0, slow: 1 },
    compared: 2,
    agreement: 1.5,
  });
});

test('the tallies of two tabs are added', () => {
  const { gates } = rollout;
  const a = addRun(createEmptyTally(0.05), 'candidate', { latencyMs: null }, gates);
  const b = addRun(
    addRun(createEmptyTally(0.05), 'current', { latencyMs: 200 }, gates),
    'candidate',
    { latencyMs: 1 },
    gates,
  );
  expect(mergeTallies(a, b)).toMatchObject({ current: createArm(1, 0, 1), candidate: createArm(2, 1) });
});

/** Simulates a whole rollout, judged after every run of the candidate, and returns its outcome. */
function simulate(seed: number, rates: { readonly current: number; readonly candidate: number }): string {
  const random = createSeededRandom(seed);
  const tallies: ShareTally[] = [];
  for (const share of rolloutShares) {
    const now = { ...rollout, share };
    let tally = createEmptyTally(share);
    for (let input = 0; ; input++) {
      if (input === 10_000) return 'undecided';
      const arm = random() < share ? 'candidate' : 'current';
      tally = addRun(tally, arm, { latencyMs: random() < rates[arm] ? null : 10 }, rollout.gates);
      if (arm === 'current') continue; // judged after every run of the candidate
      const { step } = judgeRollout(now, [...tallies, tally], null);
      if (step.kind === 'wait') continue;
      if (step.kind !== 'raise-share') return step.kind;
      break;
    }
    tallies.push(tally);
  }
  return 'undecided';
}

describe('of 100 simulated rollouts', () => {
  const outcomes = (rates: Parameters<typeof simulate>[1]) =>
    Array.from({ length: 100 }, (_, seed) => simulate(seed + 1, rates));

  test('at most 5 reject a candidate that is as good as the current version, and most promote it', () => {
    const simulated = outcomes({ current: 0.01, candidate: 0.01 });
    expect(simulated.filter((outcome) => outcome === 'reject').length).toBeLessThanOrEqual(5);
    expect(simulated.filter((outcome) => outcome === 'promote').length).toBeGreaterThanOrEqual(90);
  });

  test('at least 95 reject a candidate that fails on every fifth input', () => {
    const simulated = outcomes({ current: 0.01, candidate: 0.2 });
    expect(simulated.filter((outcome) => outcome === 'reject').length).toBeGreaterThanOrEqual(95);
  });
});
