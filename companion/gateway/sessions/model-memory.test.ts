import { expect, test } from 'vitest';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import { defaultBatching } from './batching/batch-settings.ts';
import { ModelMemory } from './model-memory.ts';
import { OpenModel, type HostedTextSession } from './open-model.ts';

/** Creates an open model whose engine reports `used`. */
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

const openIn = (memory: ModelMemory, sizeBytes: number, model: OpenModel) =>
  memory.open(
    sizeBytes,
    async () => model,
    (model) => model.close(),
  );

test('the KV cache of a model counts towards the memory limit', async () => {
  const memory = new ModelMemory(100);
  const first = openModel(40, { weightsBytes: 40, kvCacheBytes: 30 });
  await openIn(memory, 40, first.model);
  const second = openModel(40, {}); // 40 + 40 fit, 70 + 40 do not
  await openIn(memory, 40, second.model);
  expect([first.isClosed(), second.isClosed()]).toEqual([true, false]);
});

test('an arena that grew after opening counts towards the memory limit', async () => {
  const memory = new ModelMemory(100);
  const used = { arenaBytes: 40 };
  const first = openModel(40, used);
  await openIn(memory, 40, first.model);
  used.arenaBytes = 90;
  await openIn(memory, 20, openModel(20, {}).model);
  expect(first.isClosed()).toBe(true);
});

test('a model that exceeds the memory limit once it is open is closed', async () => {
  const memory = new ModelMemory(100);
  const large = openModel(60, { weightsBytes: 60, kvCacheBytes: 50 });
  await expect(openIn(memory, 60, large.model)).rejects.toMatchObject({
    code: 'out-of-memory',
    facts: { reason: 'memory-limit', needBytes: 110, maxBytes: 100 },
  });
  expect(large.isClosed()).toBe(true);
  await openIn(memory, 60, openModel(60, {}).model); // all memory is free again
});
