import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { FakeModel } from './fake-model.fixture.ts';
import { runSustained } from './run-sustained.ts';

const minuteMs = 60_000;

function startSustained(model: FakeModel, shouldContinue = async () => true) {
  const remaining: number[] = [];
  const running = runSustained({
    items: [{ path: 'a' }, { path: 'b' }],
    model,
    durationMs: 10 * minuteMs,
    signal: new AbortController().signal,
    shouldContinue,
    now: () => model.nowMs,
    onProgress: ({ remainingMs }) => remaining.push(remainingMs),
  });
  return { running, remaining };
}

test('measures 30 equal medians of 20 seconds for a model of constant speed', async () => {
  const { running, remaining } = startSustained(new FakeModel(() => 100));
  const result = (await running)!;
  expect(result.durationMs).toBeGreaterThanOrEqual(10 * minuteMs);
  expect(result.medians).toHaveLength(30);
  expect(result.medians.every(({ ms }) => ms === 100)).toBe(true);
  expect(result.medians.slice(0, 2).map(({ atMs }) => atMs)).toEqual([10_000, 30_000]);
  expect(remaining[0]).toBe(10 * minuteMs - 1600);
  expect(remaining.at(-1)).toBe(0);
});

test('measures rising medians for a model that slows down by 2% per minute', async () => {
  const model = new FakeModel(({ nowMs }) => 100 * (1 + (0.02 * nowMs) / minuteMs));
  const medians = (await startSustained(model).running)!.medians.map(({ ms }) => ms);
  expect(medians).toEqual(medians.toSorted((a, b) => a - b));
  expect(medians.at(-1)! / medians[0]!).toBeCloseTo(1.19, 2); // from 10 s to 590 s: 1.1967 / 1.0033
});

test('reports the duration of a skipped run and the engine error of a failed one', async () => {
  let callCount = 0;
  const skipped = await startSustained(new FakeModel(() => 100), async () => callCount++ < 100).running;
  expect(skipped).toMatchObject({ durationMs: 160_000 });
  const failed = await startSustained(
    new FakeModel(({ nowMs }) => (nowMs < minuteMs ? 100 : new AppError('worker-died'))),
  ).running;
  expect(failed).toMatchObject({ error: 'worker-died' });
  expect(failed!.medians.length).toBeGreaterThan(0);
  expect(await startSustained(new FakeModel(() => 100), async () => false).running).toBeNull();
});
