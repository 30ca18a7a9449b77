import { expect, test } from 'vitest';
import { liveWorkers } from '../held-bytes.ts';
import { textRuntimeContract } from '../text-contract.ts';
import { wllama } from './index.ts';
import { corruptModels, tinyLlama } from './tiny-llama.ts';

const adapter = await navigator.gpu?.requestAdapter();
const isInSoftware = adapter?.info.isFallbackAdapter ?? true;

if (!isInSoftware) {
  textRuntimeContract({
    runtime: wllama,
    device: 'webgpu',
    options: { threads: 1 },
    model: tinyLlama(),
    corrupt: corruptModels(),
    held: liveWorkers(),
    constrains: true,
  });
}

// llama.cpp would open the model on the CPU and not say so.
test.runIf(adapter && isInSoftware)('moves on from an adapter that llama.cpp cannot use, with the reason', async () => {
  const session = await wllama.open(tinyLlama(), { devices: ['webgpu', 'wasm'], threads: 1 });
  expect(session.facts).toMatchObject({
    device: 'wasm',
    refused: [{ device: 'webgpu', why: 'llama.cpp cannot use this graphics adapter' }],
  });
  await session.close();
});
