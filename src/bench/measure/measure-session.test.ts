import { expect, test } from 'vitest';
import type { Progress } from '#core/report/progress.ts';
import { FakeClock, createTimedSession } from './fake-session.fixture.ts';
import { measureTensorSession, type MeasureOptions } from './measure-session.ts';
import { getPlan, type Plan } from '../method.ts';

const benchCell = { name: 'one', inputs: {}, references: [] };

async function measureFake(plan: Plan, getRunMs: (run: number) => number, clock = new FakeClock()) {
  const updates: Progress[] = [];
  const session = createTimedSession(clock, getRunMs);
  const result = await measureTensorSession(session, [benchCell], plan, {
    clock,
    orderSeed: 1,
    onProgress: (p) => updates.push(p),
  });
  return { result, cell: result.cells[0]!, spans: result.spans[0]!, updates, session, clock };
}

test('R1: the first inference is reported separately from the steady state', async () => {
  const { cell } = await measureFake(getPlan('quick', 'javascript'), (run) => (run === 0 ? 900 : 40));
  expect(cell.firstMs).toBeCloseTo(900, 0);
  expect(cell.steady.medianMs).toBeCloseTo(40, 1);
});

test('R26: the result has the memory that the session reports', async () => {
  const { result } = await measureFake(getPlan('quick', 'javascript'), () => 40);
  expect(result.memory).toEqual({ wasmHeapBytes: 65_536 });
});

test('R3: the warm-up ends when the last three runs are within 5%', async () => {
  const decreasing = [500, 100, 80, 60, 50, 50, 50];
  const { cell } = await measureFake(getPlan('quick', 'javascript'), (run) => decreasing[run] ?? 50);
  // Runs after the first take 100 80 60 50 50 50 ms, so the first three stable ones are the last three of these six.
  expect(cell.warmup).toMatchObject({ runs: 6, stable: true });
});

test('R3: the warm-up on wasm takes at least 2.5 s, even if it is stable earlier', async () => {
  const { cell } = await measureFake(getPlan('quick', 'wasm'), () => 20);
  expect(cell.warmup.ms).toBeGreaterThanOrEqual(2_500);
  expect(cell.warmup.ms).toBeLessThan(2_600);
});

test('R3: a warm-up that does not stabilise ends at its limit and is marked as unstable', async () => {
  const { cell } = await measureFake(getPlan('standard', 'javascript'), (run) => (run % 2 === 0 ? 40 : 60));
  expect(cell.warmup.stable).toBe(false);
  expect(cell.warmup.ms).toBeGreaterThanOrEqual(30_000);
  expect(cell.warmup.ms).toBeLessThan(30_200);
});

test.each([
  ['5 s', 50, 5_000],
  ['three runs', 4_000, 12_000],
])('R3: the warm-up of a quick run that does not stabilise ends after %s', async (_, aroundMs, endMs) => {
  const { cell } = await measureFake(getPlan('quick', 'javascript'), (run) => aroundMs * (run % 2 === 0 ? 0.8 : 1.2));
  expect(cell.warmup.stable).toBe(false);
  expect(Math.abs(cell.warmup.ms / endMs - 1)).toBeLessThan(0.1);
});

test.each([
  ['quick', 20, 10], // limited by 10 samples
  ['quick', 1_000, 3], // limited by 3 s
  ['standard', 20, 499], // 30 samples take 0.6 s, so 10 s decide (each sample reads the clock)
  ['standard', 1_000, 30], // 10 samples fit into 10 s, so 30 samples decide
] as const)('R5: a %s run with %i ms per inference takes about %i samples', async (effort, ms, samples) => {
  const { cell } = await measureFake(getPlan(effort, 'javascript'), () => ms);
  expect(Math.abs(cell.steady.n / samples - 1)).toBeLessThan(0.02);
  expect(cell.steady.samplesMs).toHaveLength(cell.steady.n);
  expect(cell.capped).toBe(false);
});

test('the time limit ends a cell on a slow device, with the samples taken until then', async () => {
  const { cell } = await measureFake(getPlan('standard', 'javascript'), () => 20_000);
  expect(cell).toMatchObject({ capped: true, warmup: { runs: 2, stable: false } });
  expect(cell.steady.n).toBeGreaterThanOrEqual(1);
});

test('R11: inferences too short for the clock are timed in groups', async () => {
  // A sample lasts at least 100 steps of the clock. These are 10 ms, so it needs 100 inferences of 0.1 ms, plus a margin.
  const { result, cell } = await measureFake(getPlan('quick', 'javascript'), () => 0.1, new FakeClock(0.1));
  expect(result.clockStepUs).toBe(100);
  expect(cell.steady.inferencesPerSample).toBeGreaterThanOrEqual(98);
  expect(cell.steady.inferencesPerSample).toBeLessThanOrEqual(130);
  expect(cell.steady.medianMs).toBeCloseTo(0.1, 2);
});

test('R11: a group is long enough even if single runs are measured too long', async () => {
  // The first run and three of the warm-up take 0.4 ms, later ones 0.02 ms. A sample of 0.5 ms needs 25 of the latter.
  const { cell } = await measureFake(getPlan('quick', 'javascript'), (run) => (run < 4 ? 0.4 : 0.02));
  const { inferencesPerSample, medianMs } = cell.steady;
  expect(inferencesPerSample * medianMs).toBeGreaterThanOrEqual(0.49);
});

test('R14: every sample has a span in epoch milliseconds', async () => {
  const { spans, cell, clock } = await measureFake(getPlan('quick', 'javascript'), () => 40);
  expect(spans).toHaveLength(cell.steady.n);
  for (const [index, [start, end]] of spans.entries()) {
    expect(start).toBeGreaterThan(clock.timeOrigin);
    expect(end - start).toBeCloseTo(cell.steady.samplesMs[index]!, 2);
  }
});

test('R17: cells run in seeded order with rests on a GPU, and are reported in their original order', async () => {
  const clock = new FakeClock();
  const order: string[] = [];
  const names = ['a', 'b', 'c', 'd', 'e'];
  const result = await measureTensorSession(
    createTimedSession(clock, () => 40),
    names.map((name) => ({ ...benchCell, name })),
    getPlan('quick', 'webgpu'),
    {
      clock,
      orderSeed: 5,
      onProgress: ({ phase, detail = '' }) => phase === 'first' && order.push(detail),
    },
  );
  expect(order).not.toEqual(names);
  expect(order.toSorted()).toEqual(names);
  expect(result.cells.map(({ name }) => name)).toEqual(names);
  expect(clock.delaysMs.filter((ms) => ms === 1_000)).toHaveLength(4);
});

test('R22: the outputs of the timed runs are compared with the references', async () => {
  const clock = new FakeClock();
  const reference = { output: 'y', shape: [2], stride: 1, values: [1, 2], source: 'by hand' };
  const run = (values: number[]) =>
    measureTensorSession(
      createTimedSession(clock, () => 40),
      [{ ...benchCell, references: [{ ...reference, values }] }],
      getPlan('quick', 'javascript'),
      { clock, orderSeed: 1, onProgress: () => {} },
    );
  expect((await run([1, 2])).cells[0]?.agreement.verdict).toBe('identical');
  expect((await run([2, -1])).cells[0]?.agreement.verdict).toBe('broken');
});

test('R22: references are computed after the cell is timed if none are stored', async () => {
  const clock = new FakeClock();
  const session = createTimedSession(clock, () => 40);
  const judgeReferences = async (computeReferences: NonNullable<MeasureOptions['computeReferences']>) => {
    const options = { clock, orderSeed: 1, onProgress: () => {}, computeReferences };
    const { cells } = await measureTensorSession(session, [benchCell], getPlan('quick', 'javascript'), options);
    return cells[0]?.agreement;
  };
  let runsBefore = 0;
  const computed = await judgeReferences(async () => {
    runsBefore = session.runs;
    return [{ output: 'y', shape: [2], stride: 1, values: [1, 2], source: 'by hand' }];
  });
  expect(computed).toMatchObject({ verdict: 'identical', reference: 'by hand' });
  expect(runsBefore).toBe(session.runs);
  expect(await judgeReferences(async () => ({ unavailable: 'no kernel' }))).toEqual({
    verdict: 'not-measured',
    why: 'no kernel',
  });
});

test('a measurement reports increasing progress up to nearly 1, with all samples except the last few', async () => {
  const { updates, cell } = await measureFake(getPlan('standard', 'wasm'), (run) => 40 + (run % 7));
  const fractions = updates.map(({ fraction }) => fraction).filter((fraction) => fraction !== null);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBeGreaterThan(0.98);
  expect(updates.map(({ phase }) => phase)).toContain('warm-up');
  const live = updates.flatMap(({ samplesMs = [] }) => samplesMs);
  expect(live).toEqual(cell.steady.samplesMs.slice(0, live.length));
  expect(live.length).toBeGreaterThan(cell.steady.n - 5);
});

test('a measurement fails with the error of the engine', async () => {
  const clock = new FakeClock();
  const session = createTimedSession(clock, () => 40);
  session.run = () => Promise.reject(new Error('lost'));
  const run = measureTensorSession(session, [benchCell], getPlan('quick', 'javascript'), {
    clock,
    orderSeed: 1,
    onProgress: () => {},
  });
  await expect(run).rejects.toThrow('lost');
});
