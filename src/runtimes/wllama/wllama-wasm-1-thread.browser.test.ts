import { expect, test } from 'vitest';
import { liveWorkers } from '../allocated-bytes.fixture.ts';
import { answer, textRuntimeContract } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';
import { corruptModels, createCountingLlama } from './counting-llama.fixture.ts';

textRuntimeContract({
  runtime: wllama,
  device: 'wasm',
  options: { threads: 1 },
  model: createCountingLlama(),
  corrupt: corruptModels(),
  held: liveWorkers(),
  cacheElementBytes: 2,
  constrains: true,
  continues: true,
});

test('wllama waits for address space that another worker is freeing', async () => {
  const hoard = `
    const held = [], memory = { initial: 1n, maximum: 65536n, shared: true, address: 'i64' };
    try { for (;;) held.push(new WebAssembly.Memory(memory)); } catch { postMessage(held.length); }`;
  const hoarder = new Worker(URL.createObjectURL(new Blob([hoard])));
  const memoryCount = await new Promise<number>((resolve) => {
    hoarder.addEventListener('message', ({ data }) => resolve(data), { once: true });
  });
  expect(memoryCount).toBeGreaterThan(0);
  setTimeout(() => hoarder.terminate(), 800);
  const session = await wllama.open(createCountingLlama(), { devices: ['wasm'], threads: 2 });
  expect((await answer(session, { prompt: '7', maxTokens: 2, temperature: 0 })).text).toBe('89');
  await session.close();
});
