import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeGguf } from '#formats/gguf/write.ts';
import { countingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { answer } from '#runtimes/text-contract.fixture.ts';
import { llamaContract, llamaForTests } from './llama-contract.fixture.ts';
import { modelAt, writtenModel } from './model-files.fixture.ts';

const opened = await llamaForTests();
const { ASSAY_TEST_DATA: data = '', ASSAY_TEST_MODELS: models = '' } = process.env;

if (opened) {
  const { llama, folder, counting } = opened;
  const oneThread = { devices: ['cpu'], threads: 1 } as const;
  const greedy = { maxTokens: 8, temperature: 0 };
  await llamaContract(opened, 1);

  test('a model opens on the processor if there is no GPU, and the session reports that', async () => {
    const session = await llama.open(counting, { devices: ['gpu', 'cpu'], threads: 1 });
    const { device, refused } = session.facts;
    if (device === 'cpu') expect(refused).toEqual([{ device: 'gpu', why: 'no-gpu-adapter' }]);
    else expect(refused).toEqual([]);
    await session.close();
  });

  test('two sessions of one model answer at once, each from its own context', async () => {
    const sessions = [await llama.open(counting, oneThread), await llama.open(counting, oneThread)];
    const answers = await Promise.all(
      sessions.map((session, at) => answer(session, { ...greedy, prompt: at === 0 ? 'a' : 'm' })),
    );
    expect(answers.map(({ text }) => text)).toEqual(['bcdefghi', 'nopqrstu']);
    for (const session of sessions) await session.close();
  });

  test('without a request, the number of threads is measured, and the answer is the same', async () => {
    const session = await llama.open(counting, { devices: ['cpu'] });
    expect(session.facts.threads).toBeGreaterThanOrEqual(1);
    expect((await answer(session, { ...greedy, prompt: 'a' })).text).toBe('bcdefghi');
    await session.close();
  });

  test('settings reach the engine', async () => {
    const session = await llama.open(counting, {
      ...oneThread,
      batchSize: 32,
      flashAttention: false,
      memoryLock: false,
    });
    // A prompt of several batches.
    const alphabet = 'abcdefghijklmnopqrstuvwxyz'.repeat(4);
    expect(await answer(session, { ...greedy, prompt: alphabet })).toMatchObject({
      text: 'abcdefgh',
      promptTokens: 106,
    });
    await session.close();
    await expect(llama.open(counting, { ...oneThread, gpuLayers: 1 })).rejects.toMatchObject({
      code: 'runtime-unavailable',
      facts: { reason: 'setting-not-supported', setting: 'gpuLayers' },
    });
  });

  test('a LoRA adapter among the files changes the model', async () => {
    // The residual stream is 8 (the root of the width) at the token's index: the adapter adds 8 to the logit of c after
    // a, where b has 2.
    const [width, vocabulary] = [64, 42];
    const [a, c] = ['a', 'c'].map((letter) => 5 + letter.charCodeAt(0) - 'a'.charCodeAt(0)) as [number, number];
    const oneHot = (length: number, at: number) => {
      const values = new Float32Array(length);
      values[at] = 1;
      return new Uint8Array(values.buffer);
    };
    const adapter = writeGguf(
      [
        ['general.type', 'text', 'adapter'],
        ['general.architecture', 'text', 'llama'],
        ['adapter.type', 'text', 'lora'],
        ['adapter.lora.alpha', 'f32', 1],
      ],
      [
        { name: 'output.weight.lora_a', dims: [width, 1], type: 0, bytes: oneHot(width, a) },
        { name: 'output.weight.lora_b', dims: [1, vocabulary], type: 0, bytes: oneHot(vocabulary, c) },
      ],
    );
    const { files, ...model } = countingLlama();
    const adapted = await writtenModel(join(folder, 'adapted'), {
      ...model,
      files: new Map([...files, ['adapter.gguf', adapter]]),
    });
    const session = await llama.open(adapted, oneThread);
    expect((await answer(session, { ...greedy, prompt: 'a' })).text).toBe('cdefghij');
    await session.close();
  });

  test('the embedding of a text is a vector of the width of the model', async () => {
    const session = await llama.open(counting, oneThread);
    const vector = await session.embed('abc');
    // That of the last token, which the norm scales to the root of the width: 8 at the index of c.
    expect([...vector].map((value) => Math.round(value))).toEqual(
      Array.from({ length: 64 }, (_, at) => (at === 7 ? 8 : 0)),
    );
    await session.close();
  });

  test('a conversation is rejected if the model has no chat template', async () => {
    const stories = join(data, 'gguf', 'stories260K.gguf');
    if (!existsSync(stories)) return;
    const session = await llama.open(await modelAt(stories), oneThread);
    await expect(answer(session, { ...greedy, prompt: [{ role: 'user', content: 'a' }] })).rejects.toMatchObject({
      code: 'input-invalid',
      facts: { name: 'prompt', reason: 'no-chat-template' },
    });
    await session.close();
  });

  const stories = join(data, 'gguf', 'stories260K.gguf');
  test.skipIf(!existsSync(stories))('stories260K tells the story that llama2.c expects', async () => {
    // The expected output in llama2.c's own tests: 200 tokens at temperature 0 from an empty prompt.
    const source = await readFile(join(data, 'peer', 'stories260K', 'llama2c_test_all.py.txt'), 'utf8');
    const literal = /^expected_stdout = b'(.*)'$/m.exec(source)?.[1];
    const story = literal?.replaceAll('\\n', '\n').replaceAll("\\'", "'");
    const session = await llama.open(await modelAt(stories), oneThread);
    const told = await answer(session, { prompt: '', maxTokens: 200, temperature: 0 });
    expect(told.text.trim()).toBe(story);
    expect(told).toMatchObject({ tokens: 200, promptTokens: 1, ended: 'length' });
    // 5 layers, 4 KV heads, 8 wide, keys and values, 2,048 tokens, 2 bytes
    expect(session.facts.kvCacheBytes).toBe(5 * 4 * 8 * 2 * 2048 * 2);
    await session.close();
  });

  const smol = join(models, 'SmolLM2-135M-Instruct.Q4_1.gguf');
  describe.skipIf(!existsSync(smol))('SmolLM2', () => {
    test('continues a fact', async () => {
      const session = await llama.open(await modelAt(smol), oneThread);
      const { text } = await answer(session, { prompt: 'The capital of France is', maxTokens: 3, temperature: 0 });
      expect(text).toMatch(/^ Paris/);
      await session.close();
    });

    test('answers in its own chat template and in JSON', async () => {
      const session = await llama.open(await modelAt(smol), oneThread);
      const prompt = [{ role: 'user', content: 'How many days has a week?' }] as const;
      const jsonSchema = { type: 'object', properties: { days: { type: 'integer' } } };
      const result = await answer(session, { prompt, maxTokens: 30, temperature: 0, jsonSchema });
      expect(Object.keys(JSON.parse(result.text) as object)).toEqual(['days']);
      await session.close();
    });
  });
}
