import { expect, test } from 'vitest';
import { trackLiveWorkers } from '../allocated-bytes.fixture.ts';
import { testTextRuntimeContract } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';
import { createCorruptModels, createCountingLlama } from './counting-llama.fixture.ts';

const adapter = await navigator.gpu?.requestAdapter();
const isSoftwareAdapter = adapter?.info.isFallbackAdapter ?? true;

if (!isSoftwareAdapter) {
  testTextRuntimeContract({
    runtime: wllama,
    device: 'webgpu',
    options: { threads: 1 },
    model: createCountingLlama(),
    corrupt: createCorruptModels(),
    readAllocated: trackLiveWorkers(),
    cacheElementBytes: 2,
    hasContinuation: true,
  });
}

// llama.cpp would silently open the model on the CPU.
test.runIf(adapter && isSoftwareAdapter)(
  'opens on wasm if llama.cpp cannot use the GPU adapter, and reports the reason',
  async () => {
    const session = await wllama.open(createCountingLlama(), { devices: ['webgpu', 'wasm'], threads: 1 });
    expect(session.facts).toMatchObject({
      device: 'wasm',
      failedDevices: [{ device: 'webgpu', why: 'gpu-adapter-not-usable' }],
    });
    await session.close();
  },
);
