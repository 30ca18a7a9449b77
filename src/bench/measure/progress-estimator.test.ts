import { expect, test } from 'vitest';
import type { Progress } from '#core/report/progress.ts';
import { FakeClock, createTimedSession } from './fake-session.fixture.ts';
import { measureTensorSession } from './measure-session.ts';
import { getPlan } from '../method.ts';

interface Estimate {
  readonly phase: Progress['phase'];
  readonly remainingMs: number;
  readonly actualMs: number;
}

interface SimulationOptions {
  readonly effort?: 'quick' | 'standard' | 'full';
  readonly device?: 'wasm' | 'webgpu';
  readonly cells?: number;
  /** Duration of the n-th run. */
  readonly runMs: (run: number) => number;
  readonly createMs?: number;
}

/** Simulates a benchmark of a user's model. Returns every estimate of the remaining time with the actual time. */
async function simulate({ effort = 'quick', device = 'wasm', cells = 1, runMs, createMs = 0 }: SimulationOptions) {
  const clock = new FakeClock();
  const updates: [atMs: number, progress: Progress][] = [];
  const bench = Array.from({ length: cells }, (_, index) => ({ name: `cell ${index}`, inputs: {}, references: [] }));
  await measureTensorSession(createTimedSession(clock, runMs, createMs), bench, getPlan(effort, device), {
    clock,
    orderSeed: 1,
    onProgress: (progress) => updates.push([clock.now(), progress]),
    computeReferences: async () => {
      clock.advance((2 * createMs) / cells); // the time for the reference and for the model's details
      return { unavailable: 'no-reference' };
    },
  });
  const endMs = clock.now();
  return updates.flatMap(([atMs, { phase, remainingMs }]): Estimate[] =>
    remainingMs === null ? [] : [{ phase, remainingMs, actualMs: endMs - atMs }],
  );
}

/** Shorter times are shown as "a moment"; a single run can be a large part of them. */
const shortMs = 500;

test.each([
  ['a quick run of conv on this project’s machine', { runMs: (run) => (run === 0 ? 100 : 25), createMs: 400 }],
  ['a standard run', { effort: 'standard', runMs: () => 25 }],
  ['a full run of a fast model', { effort: 'full', runMs: () => 2 }],
  ['runs shorter than the clock resolves', { effort: 'standard', runMs: () => 0.02 }],
  ['a run on a GPU, whose warm-up is short', { device: 'webgpu', runMs: (run) => (run === 0 ? 4_000 : 30) }],
  ['a quick run with three samples', { runMs: () => 4_000 }],
  ['two cells', { cells: 2, runMs: () => 40 }],
  [
    'two cells of a standard run on a GPU, with a rest between them',
    { effort: 'standard', device: 'webgpu', cells: 2, runMs: () => 300 },
  ],
  ['a cell that reaches its time limit', { runMs: () => 10_000 }],
  ['a cell that reaches its time limit in its first run', { runMs: () => 40_000 }],
  [
    'a standard run of which one cell of two reaches its time limit',
    { effort: 'standard', cells: 2, runMs: () => 8_000 },
  ],
  ['a model whose outputs take long to check', { runMs: () => 25, createMs: 5_000 }],
] satisfies [string, SimulationOptions][])(
  'the estimated remaining time is within 30% of the actual time for %s',
  async (_, simulated) => {
    const estimates = await simulate(simulated);
    expect(estimates.length).toBeGreaterThan(1);
    const inaccurate = estimates.filter(
      ({ remainingMs, actualMs }) => actualMs > shortMs && Math.abs(remainingMs - actualMs) > 0.3 * actualMs,
    );
    expect(inaccurate).toEqual([]);
  },
);

// The first estimate comes after the first run. The times are those of conv on this project's machine, as above.
test('a quick run of conv ends within ten seconds', async () => {
  const [first] = await simulate({ runMs: (run) => (run === 0 ? 100 : 25), createMs: 400 });
  expect(400 + 100 + first!.actualMs).toBeLessThanOrEqual(10_000);
});

test('the remaining time is unknown until the first run of the model ends', async () => {
  const clock = new FakeClock();
  const updates: Progress[] = [];
  const options = { clock, orderSeed: 1, onProgress: (progress: Progress) => void updates.push(progress) };
  await measureTensorSession(
    createTimedSession(clock, () => 25),
    [{ name: 'one', inputs: {}, references: [] }],
    getPlan('quick', 'wasm'),
    options,
  );
  expect(updates[0]).toMatchObject({ phase: 'first', fraction: null, remainingMs: null });
  expect(updates[1]).toMatchObject({ phase: 'warm-up', remainingMs: expect.any(Number) });
});
