import { expect, test } from 'vitest';
import { liveWorkers } from '../allocated-bytes.fixture.ts';
import { textRuntimeContract } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';
import { corruptModels, createCountingLlama } from './counting-llama.fixture.ts';

const adapter = await navigator.gpu?.requestAdapter();
const isInSoftware = adapter?.info.isFallbackAdapter ?? true;

if (!isInSoftware) {
  textRuntimeContract({
    runtime: wllama,
    device: 'webgpu',
    options: { threads: 1 },
    model: createCountingLlama(),
    corrupt: corruptModels(),
    held: liveWorkers(),
    cacheElementBytes: 2,
    constrains: true,
    continues: true,
  });
}

// llama.cpp would silently open the model on the CPU.
test.runIf(adapter && isInSoftware)(
  'wllama opens on wasm, with the reason, if llama.cpp cannot use the adapter',
  async () => {
    const session = await wllama.open(createCountingLlama(), { devices: ['webgpu', 'wasm'], threads: 1 });
    expect(session.facts).toMatchObject({
      device: 'wasm',
      failedDevices: [{ device: 'webgpu', why: 'gpu-adapter-not-usable' }],
    });
    await session.close();
  },
);
