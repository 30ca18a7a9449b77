import { expect, test, vi } from 'vitest';
import { liveWorkers } from '../held-bytes.fixture.ts';
import { answer, textRuntimeContract } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';
import { corruptModels, llamaBytes, countingLlama } from './counting-llama.fixture.ts';

textRuntimeContract({
  runtime: wllama,
  device: 'wasm',
  options: { threads: 1 },
  model: countingLlama(),
  corrupt: corruptModels(),
  held: liveWorkers(),
  constrains: true,
});

test('reads weights of many megabytes without ever holding a tensor beside the heap', async () => {
  const whole = vi.spyOn(Blob.prototype, 'arrayBuffer');
  const file = new File([llamaBytes({ width: 1024, hidden: 512, layers: 1 })], 'wide.gguf');
  const files = new Map([[file.name, file]]);
  const session = await wllama.open({ id: file.name, entry: file.name, files }, { devices: ['wasm'], threads: 1 });
  expect((await answer(session, { prompt: 'a', maxTokens: 4, temperature: 0 })).text).toBe('bcde');
  // The library looks at the first 128 kB itself; a matrix of the file has 2 or 4 MB.
  expect(Math.max(...whole.mock.contexts.map((blob) => (blob as Blob).size))).toBeLessThan(2 ** 20);
  await session.close();
});
