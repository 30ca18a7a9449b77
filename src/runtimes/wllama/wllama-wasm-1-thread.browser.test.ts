import { expect, test } from 'vitest';
import { trackLiveWorkers } from '../allocated-bytes.fixture.ts';
import { generateAnswer, testTextRuntimeContract } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';
import { createCorruptModels, createCountingLlama } from './counting-llama.fixture.ts';

testTextRuntimeContract({
  runtime: wllama,
  device: 'wasm',
  options: { threads: 1 },
  model: createCountingLlama(),
  corrupt: createCorruptModels(),
  readAllocated: trackLiveWorkers(),
  cacheElementBytes: 2,
  hasContinuation: true,
});

test('waits for address space that another worker is freeing', async () => {
  const script = `
    const memories = [], memory = { initial: 1n, maximum: 65536n, shared: true, address: 'i64' };
    try { for (;;) memories.push(new WebAssembly.Memory(memory)); } catch { postMessage(memories.length); }`;
  const worker = new Worker(URL.createObjectURL(new Blob([script])));
  const memoryCount = await new Promise<number>((resolve) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
  });
  expect(memoryCount).toBeGreaterThan(0);
  setTimeout(() => worker.terminate(), 800);
  const session = await wllama.open(createCountingLlama(), { devices: ['wasm'], threads: 2 });
  expect((await generateAnswer(session, { prompt: '7', maxTokens: 2, temperature: 0 })).text).toBe('89');
  await session.close();
});
