import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { FakeModel } from './fake-model.fixture.ts';
import { runLoadTest } from './run-load-test.ts';

const items = ['a', 'b', 'c'].map((path) => ({ path }));

function load(model: FakeModel, changes: Partial<Parameters<typeof runLoadTest<{ path: string }>>[0]> = {}) {
  const progress: number[] = [];
  const running = runLoadTest({
    items,
    model,
    concurrency: 4,
    signal: new AbortController().signal,
    shouldContinue: async () => true,
    now: () => model.nowMs,
    onProgress: ({ fraction }) => progress.push(fraction),
    ...changes,
  });
  return { running, progress };
}

test('four callers of a model that takes 20 ms wait 60 ms each, and get as many answers as one', async () => {
  const { running, progress } = load(new FakeModel(() => 20));
  const result = (await running)!;
  expect(result).toMatchObject({ concurrency: 4, requests: 300, failed: 0 });
  expect(result.blocks).toHaveLength(10);
  // The first four of each phase wait 0, 20, 40 and 60 ms; from then on, three requests are before each.
  expect(result.waitsMs.slice(0, 6)).toEqual([0, 20, 40, 60, 60, 60]);
  const { aloneMs, loadedMs } = result.blocks[0]!;
  expect([new Set(aloneMs), new Set(loadedMs), aloneMs.length, loadedMs.length]).toEqual([
    new Set([20]),
    new Set([20]),
    10,
    30,
  ]);
  expect([progress.length, progress[0], progress.at(-1)]).toEqual([400, 1 / 400, 1]);
});

test('requests that fail are counted, whether the item or the engine fails', async () => {
  let served = 0;
  const model = new FakeModel(() => {
    served++;
    if (served % 40 === 15) return new AppError('internal');
    return served % 40 === 20 ? new AppError('worker-died') : 5;
  });
  const { running } = load(model);
  // Blocks of 40 alternate: requests 15 and 20 are under load in every block that starts with one caller, and in the
  // others too, since its 30 come first.
  expect(await running).toMatchObject({ requests: 300, failed: 20 });
});

test('a failing model ends a load test early, and skipping a step keeps its results', async () => {
  const dead = await load(new FakeModel(() => new AppError('worker-died'))).running;
  expect(dead).toMatchObject({ blocks: [], failed: dead!.requests });
  expect(dead!.requests).toBeLessThan(30);
  let asked = 0; // once per request and once more by each caller, before and after each block: 47 times a block
  const skipped = load(new FakeModel(() => 5), { shouldContinue: async () => asked++ < 150 });
  expect((await skipped.running)?.blocks).toHaveLength(3);
  expect(await load(new FakeModel(() => 5), { shouldContinue: async () => false }).running).toBeNull();
});

test('aborting ends the load test', async () => {
  const controller = new AbortController();
  const model = new FakeModel(({ nowMs }) => {
    if (nowMs > 100) controller.abort();
    return 5;
  });
  await expect(load(model, { signal: controller.signal }).running).rejects.toMatchObject({ code: 'aborted' });
});
