import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { FakeModel } from './fake-model.fixture.ts';
import { runLoadTest } from './run-load-test.ts';

const items = ['a', 'b', 'c'].map((path) => ({ path }));

function startLoadTest(model: FakeModel, changes: Partial<Parameters<typeof runLoadTest<{ path: string }>>[0]> = {}) {
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

test('measures waits of 60 ms and equal throughput for four callers of a model that takes 20 ms', async () => {
  const { running, progress } = startLoadTest(new FakeModel(() => 20));
  const result = (await running)!;
  expect(result).toMatchObject({ concurrency: 4, requests: 300, failed: 0 });
  expect(result.blocks).toHaveLength(10);
  // The first four requests of each phase wait 0, 20, 40 and 60 ms. Each later one waits for three requests.
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

test('counts failed requests, whether the item or the engine fails', async () => {
  let served = 0;
  const model = new FakeModel(() => {
    served++;
    if (served % 40 === 15) return new AppError('internal');
    return served % 40 === 20 ? new AppError('worker-died') : 5;
  });
  const { running } = startLoadTest(model);
  // Requests 15 and 20 of each block of 40 are under load, whether the 10 of one caller or the 30 of all callers come
  // first.
  expect(await running).toMatchObject({ requests: 300, failed: 20 });
});

test('ends early for a failing model, and keeps the results of a skipped test', async () => {
  const dead = await startLoadTest(new FakeModel(() => new AppError('worker-died'))).running;
  expect(dead).toMatchObject({ blocks: [], failed: dead!.requests });
  expect(dead!.requests).toBeLessThan(30);
  let callCount = 0; // 47 calls per block: one per request, one more per caller, and one before and after the block
  const skipped = startLoadTest(new FakeModel(() => 5), { shouldContinue: async () => callCount++ < 150 });
  expect((await skipped.running)?.blocks).toHaveLength(3);
  expect(await startLoadTest(new FakeModel(() => 5), { shouldContinue: async () => false }).running).toBeNull();
});

test('ends when aborted', async () => {
  const controller = new AbortController();
  const model = new FakeModel(({ nowMs }) => {
    if (nowMs > 100) controller.abort();
    return 5;
  });
  await expect(startLoadTest(model, { signal: controller.signal }).running).rejects.toMatchObject({ code: 'aborted' });
});
