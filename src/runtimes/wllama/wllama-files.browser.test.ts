import { expect, test, vi } from 'vitest';
import { generateAnswer } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';
import { createCountingLlama, encodeLlama } from './counting-llama.fixture.ts';

test('reads large weights without copying a tensor outside the wasm heap', async () => {
  const arrayBuffer = vi.spyOn(Blob.prototype, 'arrayBuffer');
  const file = new File([encodeLlama({ width: 1024, hidden: 512, layers: 1 })], 'wide.gguf');
  const files = new Map([[file.name, file]]);
  const session = await wllama.open({ id: file.name, entry: file.name, files }, { devices: ['wasm'], threads: 1 });
  expect((await generateAnswer(session, { prompt: 'a', maxTokens: 4, temperature: 0 })).text).toBe('bcde');
  // The library itself reads the first 128 kB; a matrix of the file has 2 or 4 MB.
  expect(arrayBuffer).toHaveBeenCalled();
  expect(Math.max(...arrayBuffer.mock.contexts.map((blob) => (blob as Blob).size))).toBeLessThan(2 ** 20);
  await session.close();
});

test.each([
  [512, 512],
  [8192, 2048],
])('opens a model trained with %i tokens of context with %i by default', async (trained, expected) => {
  const bytes = encodeLlama({ width: 64, hidden: 32, layers: 1, contextLength: trained });
  const model = { id: 'a.gguf', entry: 'a.gguf', files: new Map([['a.gguf', bytes]]) };
  const session = await wllama.open(model, { devices: ['wasm'], threads: 1 });
  expect(session.facts).toMatchObject({ contextLength: expected, trainedContextLength: trained });
  await session.close();
});

test('ends an answer when the context is full, without dropping earlier tokens', async () => {
  const session = await wllama.open(createCountingLlama(), { devices: ['wasm'], threads: 1, contextLength: 256 });
  const { tokens, promptTokens, ended, text } = await generateAnswer(session, {
    prompt: 'a',
    maxTokens: 1000,
    temperature: 0,
  });
  expect({ promptTokens, ended }).toEqual({ promptTokens: 3, ended: 'length' });
  expect(tokens! + 3).toBeGreaterThanOrEqual(255);
  expect(tokens! + 3).toBeLessThanOrEqual(257);
  expect(text).toHaveLength(tokens!);
  await session.close();
});

test('reports a file that changes while it is opened as unreadable, not as corrupt', async () => {
  const handle = await (await navigator.storage.getDirectory()).getFileHandle('changing.gguf', { create: true });
  const write = async (bytes: Uint8Array<ArrayBuffer>) => {
    const writing = await handle.createWritable();
    await writing.write(bytes);
    await writing.close();
  };
  const bytes = encodeLlama({ width: 1024, hidden: 512, layers: 1 });
  await write(bytes);
  const file = await handle.getFile();
  await write(bytes.slice(0, 1000));
  const beginning = 2 ** 20;
  const changing = new Blob([bytes.slice(0, beginning), file.slice(beginning)]); // the library has already read its header
  for (const blob of [file, changing]) {
    const opening = wllama.open(
      { id: 'changing', entry: 'changing.gguf', files: new Map([['changing.gguf', blob]]) },
      { devices: ['wasm'], threads: 1 },
    );
    await expect(opening).rejects.toMatchObject({ code: 'file-unreadable', facts: { file: 'changing' } });
  }
});
