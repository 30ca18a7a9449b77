import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { drawNormalVariate } from '#statistics/normal-variate.ts';
import { computeOutcome } from './tune-outcome.ts';
import {
  applyStep,
  findNextStep,
  startSearch,
  tolerance,
  type SearchLimits,
  type StepResult,
} from './successive-halving.ts';
import type { Elimination, SearchState } from './search-state.ts';

interface Simulation {
  readonly defaults: readonly string[];
  readonly failures?: Readonly<Record<string, Elimination>>;
  readonly parents?: Readonly<Record<string, readonly string[]>>;
  readonly limits?: Partial<SearchLimits>;
  /** The step at which the search is stored and read again, as on a reload. */
  readonly reloadAfter?: number;
}

/**
 * Simulates a search on a device with known times, with the variation of a shared machine: the speed drifts by 5% from
 * block to block, a single group varies by 6% (standard deviations), and one in twenty takes up to three times as long.
 */
function simulate(
  timesMs: Readonly<Record<string, number>>,
  seed: number,
  { defaults, failures = {}, parents = {}, limits = {}, reloadAfter }: Simulation,
) {
  const random = createSeededRandom(seed);
  const drawNormal = () => drawNormalVariate(random);
  const isDefault = (key: string) => defaults.includes(key);
  const allLimits = { budgetMs: 60_000, goalMs: null, maxOpenSessions: 5, ...limits };
  const space = { keys: Object.keys(timesMs), isDefault, listParents: (key: string) => parents[key] ?? [] };
  const measured = new Set<string>();
  let drift = 0;
  let open: readonly string[] = [];
  let state = startSearch(space, allLimits.maxOpenSessions, 'latency');
  for (let steps = 0; ; steps++) {
    if (steps === reloadAfter) state = JSON.parse(JSON.stringify(state)) as SearchState;
    const step = findNextStep(state, allLimits);
    if (step.kind === 'done') return { state, measured, ...computeOutcome(state, step.why, space, allLimits.goalMs) };
    drift += 0.05 * drawNormal();
    const measureGroup = (key: string) => {
      measured.add(key);
      return timesMs[key]! * Math.exp(drift + 0.06 * drawNormal()) * (random() < 0.05 ? 1 + 2 * random() : 1);
    };
    const eliminations = Object.fromEntries(
      Object.entries(failures).filter(([key]) => step.keys.includes(key) && !state.eliminations[key]),
    );
    const remaining = step.keys.filter((key) => !eliminations[key]);
    const block = Object.fromEntries(
      remaining.map((key) => [key, { timesMs: [measureGroup(key), measureGroup(key)], memoryBytes: null }]),
    );
    const openMs = 800 * step.keys.filter((key) => !open.includes(key)).length;
    open = step.keys;
    const result: StepResult = { block, eliminations, openMs, measureMs: 120 * remaining.length };
    state = applyStep(state, step.cohort, result, space, allLimits);
  }
}

/**
 * Sixteen configurations, like those of one engine with two numbers of threads. The default is `c0`, and the best is 9%
 * faster.
 */
const sixteen = nameTrials([10, 17, 10.4, 9.5, 12, 18, 11, 9.1, 13, 16.5, 10.1, 10.2, 14, 19, 9.3, 21]);
const defaults = ['c0', 'c1'];
const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
const died: Elimination = { kind: 'died', code: 'worker-died', facts: {} };
const wrong: Elimination = { kind: 'wrong-answers', cosine: 0.2, maxAbsDifference: 3 };

function nameTrials(timesMs: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(timesMs.map((ms, index) => [`c${index}`, ms]));
}

/** Computes the fraction of seeds in which the winner is at most 3% slower than the best. */
function computeSuccessRate(timesMs: Readonly<Record<string, number>>, simulation: Simulation): number {
  const best = Math.min(...Object.entries(timesMs).map(([key, ms]) => (simulation.failures?.[key] ? Infinity : ms)));
  const good = seeds.filter((seed) => timesMs[simulate(timesMs, seed, simulation).winner!]! <= (1 + tolerance) * best);
  return good.length / seeds.length;
}

test.for([
  ['one is 9% faster than the default', sixteen],
  ['the default is the fastest', nameTrials([9, ...Object.values(sixteen).map((ms) => Math.max(ms, 9.4))])],
  ['all are equal', nameTrials(Array.from({ length: 12 }, () => 5))],
  ['there are two, the second faster by 10%', nameTrials([11, 10])],
  [
    'forty trials, three of them fast',
    nameTrials(Array.from({ length: 40 }, (_, index) => (index % 17 === 5 ? 8 : 9 + (index % 7)))),
  ],
] as const)('the winner is within 3% of the best in 95% of seeds if %s', ([, timesMs]) => {
  expect(computeSuccessRate(timesMs, { defaults, limits: { budgetMs: 90_000 } })).toBeGreaterThanOrEqual(0.95);
});

test('a slower configuration is called faster than the best default in at most 2.5% of searches', () => {
  const timesMs = nameTrials([10, 10.2, 10.1, 10.05, 10.15, 10.2, 10.1, 10.3]);
  const many = Array.from({ length: 120 }, (_, index) => index + 1);
  const wrongSearches = many.filter((seed) => simulate(timesMs, seed, { defaults: ['c0'] }).reason === 'faster');
  expect(wrongSearches.length / many.length).toBeLessThanOrEqual(0.025);
});

test('a trial with wrong outputs never wins, and its elimination states the reason', () => {
  for (const seed of seeds.slice(0, 20)) {
    const { winner, trialSummaries } = simulate(sixteen, seed, { defaults, failures: { c7: wrong, c14: wrong } });
    expect(['c7', 'c14']).not.toContain(winner);
    expect(trialSummaries.find(({ key }) => key === 'c7')?.elimination).toEqual(wrong);
  }
  expect(computeSuccessRate(sixteen, { defaults, failures: { c7: wrong } })).toBeGreaterThanOrEqual(0.95);
});

test('the search continues if trials fail, even the default', () => {
  const { winner, trialSummaries, bestDefault } = simulate(sixteen, 1, { defaults, failures: { c0: died, c4: died } });
  expect(winner).toBe('c7');
  expect(trialSummaries.filter(({ elimination }) => elimination?.kind === 'died').map(({ key }) => key)).toEqual([
    'c0',
    'c4',
  ]);
  expect(bestDefault).toBe('c1');
  const all = Object.fromEntries(Object.keys(sixteen).map((key) => [key, died]));
  expect(simulate(sixteen, 1, { defaults, failures: all })).toMatchObject({ winner: null, stopped: 'all-departed' });
});

test('if no default remains, the fastest wins without a comparison', () => {
  const outcome = simulate(sixteen, 2, { defaults, failures: { c0: died, c1: died } });
  expect(outcome).toMatchObject({ reason: 'only-one', speedUp: null, bestDefault: null });
  expect(sixteen[outcome.winner!]).toBeLessThanOrEqual(9.4);
});

test('a search that is stored and read again has the same outcome', () => {
  const whole = simulate(sixteen, 3, { defaults });
  for (const reloadAfter of [1, 7, 20]) expect(simulate(sixteen, 3, { defaults, reloadAfter })).toEqual(whole);
});

test('the time limit ends the search, and unmeasured trials are reported as such', () => {
  const { state, stopped, winner, trialSummaries, measured } = simulate(sixteen, 4, {
    defaults,
    limits: { budgetMs: 6000 },
  });
  expect(stopped).toBe('budget');
  expect(state.spentMs).toBeLessThan(12_000);
  expect(winner).toBe('c0'); // no trial is shown to be faster
  const unmeasured = trialSummaries
    .filter(({ elimination }) => elimination?.kind === 'out-of-time')
    .map(({ key }) => key);
  expect(unmeasured.length).toBeGreaterThan(0);
  for (const { key, ms } of trialSummaries) expect(ms === null).toBe(!measured.has(key));
});

test('two settings are not combined if one of them alone is much slower or fails', () => {
  const parents = { c13: ['c0', 'c5'], c14: ['c4'], c15: ['c2'] };
  const { trialSummaries, measured } = simulate(sixteen, 6, { defaults, parents, failures: { c4: wrong } });
  const eliminations = Object.fromEntries(trialSummaries.map(({ key, elimination }) => [key, elimination]));
  expect(eliminations['c13']).toEqual({ kind: 'unpromising', parent: 'c5' });
  expect(eliminations['c14']).toEqual({ kind: 'unpromising', parent: 'c4' });
  expect([...measured]).toContain('c15');
  expect([...measured]).not.toContain('c13');
});

test('the search ends as soon as a trial is shown to meet the goal', () => {
  const limits = { goalMs: 30 };
  const { stopped, reason, winner, state } = simulate(sixteen, 5, { defaults, limits });
  expect({ stopped, reason, winner }).toEqual({ stopped: 'goal', reason: 'goal', winner: 'c0' });
  expect(state.spentMs).toBeLessThan(simulate(sixteen, 5, { defaults }).state.spentMs / 3);
});

test('the speed-up interval contains the true speed-up in at least 90% of the searches won', () => {
  const won = seeds.map((seed) => simulate(sixteen, seed, { defaults })).filter(({ speedUp }) => speedUp !== null);
  const right = won.filter(({ winner, speedUp }) => {
    const truth = sixteen['c0']! / sixteen[winner!]!;
    return speedUp!.interval[0] <= truth && truth <= speedUp!.interval[1];
  });
  expect(won.length).toBeGreaterThan(25);
  expect(right.length / won.length).toBeGreaterThanOrEqual(0.9);
});
