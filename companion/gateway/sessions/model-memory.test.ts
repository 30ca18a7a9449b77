import { expect, test } from 'vitest';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import { defaultBatching } from './batching/batch-settings.ts';
import { ModelMemory } from './model-memory.ts';
import { OpenModel, type HostedTextSession } from './open-model.ts';

/** An open model whose engine reports `used`. */
function openModel(
  sizeBytes: number,
  used: MemoryInUse,
): { readonly model: OpenModel; readonly isClosed: () => boolean } {
  let isClosed = false;
  const session = {
    kind: 'text',
    memory: async () => used,
    close: async () => void (isClosed = true),
  } as unknown as HostedTextSession;
  return { model: new OpenModel(session, 'm', sizeBytes, defaultBatching), isClosed: () => isClosed };
}

const add = (memory: ModelMemory, sizeBytes: number, model: OpenModel) =>
  memory.open(
    sizeBytes,
    async () => model,
    (one) => one.close(),
  );

test('the KV cache of an open model counts, so that another one closes it', async () => {
  const memory = new ModelMemory(100);
  const first = openModel(40, { weightsBytes: 40, kvCacheBytes: 30 });
  await add(memory, 40, first.model);
  const second = openModel(40, {}); // 40 + 40 fit, 70 + 40 do not
  await add(memory, 40, second.model);
  expect([first.isClosed(), second.isClosed()]).toEqual([true, false]);
});

test('the arena counts, which grows while the model runs', async () => {
  const memory = new ModelMemory(100);
  const used = { arenaBytes: 40 };
  const first = openModel(40, used);
  await add(memory, 40, first.model);
  used.arenaBytes = 90;
  await add(memory, 20, openModel(20, {}).model);
  expect(first.isClosed()).toBe(true);
});

test('a model whose cache makes it exceed the limit is closed again, and the error has what it needs', async () => {
  const memory = new ModelMemory(100);
  const large = openModel(60, { weightsBytes: 60, kvCacheBytes: 50 });
  await expect(add(memory, 60, large.model)).rejects.toMatchObject({
    code: 'out-of-memory',
    facts: { reason: 'memory-limit', needBytes: 110, maxBytes: 100 },
  });
  expect(large.isClosed()).toBe(true);
  await add(memory, 60, openModel(60, {}).model); // the limit is free again
});
