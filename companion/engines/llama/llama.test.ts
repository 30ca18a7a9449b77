import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import { writeGguf } from '#formats/gguf/write-gguf.ts';
import { createCountingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { generateAnswer } from '#runtimes/text-contract.fixture.ts';
import { createTextRuntime } from '../child-process/remote-text-session.ts';
import { openFileOnDisk } from '../model-on-disk.ts';
import { describeLlama, testLlamaContract } from './llama-contract.fixture.ts';

const { ASSAY_TEST_DATA: data = '', ASSAY_TEST_MODELS: models = '' } = process.env;
const storiesPath = join(data, 'gguf', 'stories260K.gguf');
const smolPath = join(models, 'SmolLM2-135M-Instruct.Q4_1.gguf');

const countingModel = createCountingLlama();
const oneThread = { devices: ['cpu'], threads: 1 } as const;
const greedy = { maxTokens: 8, temperature: 0 };

async function openModelFile(path: string): Promise<ModelFiles> {
  const entry = basename(path);
  return { id: entry, entry, files: new Map([[entry, await openFileOnDisk(path)]]) };
}

await describeLlama((host) => {
  const llama = createTextRuntime(host);
  testLlamaContract(host, 1);

  test('opens a model on the CPU if there is no GPU, and reports the failed device', async () => {
    const session = await llama.open(countingModel, { devices: ['gpu', 'cpu'], threads: 1 });
    const { device, failedDevices } = session.facts;
    if (device === 'cpu') expect(failedDevices).toEqual([{ device: 'gpu', why: 'no-gpu-adapter' }]);
    else expect(failedDevices).toEqual([]);
    await session.close();
  });

  test('answers in two sessions concurrently, each from its own context', async () => {
    const sessions = [await llama.open(countingModel, oneThread), await llama.open(countingModel, oneThread)];
    const answers = await Promise.all(
      sessions.map((session, i) => generateAnswer(session, { ...greedy, prompt: i === 0 ? 'a' : 'm' })),
    );
    expect(answers.map(({ text }) => text)).toEqual(['bcdefghi', 'nopqrstu']);
    for (const session of sessions) await session.close();
  });

  test('generates the same answer with a measured number of threads', async () => {
    const session = await llama.open(countingModel, { devices: ['cpu'] });
    expect(session.facts.threads).toBeGreaterThanOrEqual(1);
    expect((await generateAnswer(session, { ...greedy, prompt: 'a' })).text).toBe('bcdefghi');
    await session.close();
  });

  test('reports the same size of the weights as llama-server', async () => {
    const session = await llama.open(countingModel, oneThread);
    expect(await session.memory()).toMatchObject({
      weightsBytes: 112_384, // `meta.size` as reported by llama-server (xllamacpp 2026.10)
      kvCacheBytes: session.facts.kvCacheBytes,
      processPeakBytes: expect.any(Number) as number,
    });
    await session.close();
  });

  test('accepts engine settings, and rejects unsupported ones', async () => {
    const settings = { batchSize: 32, flashAttention: false, memoryLock: false };
    const session = await llama.open(countingModel, { ...oneThread, ...settings });
    const alphabet = 'abcdefghijklmnopqrstuvwxyz'.repeat(4); // a prompt of several batches
    expect(await generateAnswer(session, { ...greedy, prompt: alphabet })).toMatchObject({
      text: 'abcdefgh',
      promptTokens: 106, // with the start token and a space
    });
    await session.close();
    await expect(llama.open(countingModel, { ...oneThread, gpuLayers: 1 })).rejects.toMatchObject({
      code: 'engine-unavailable',
      facts: { reason: 'setting-not-supported', setting: 'gpuLayers' },
    });
  });

  test('applies a LoRA adapter among the files of a model', async () => {
    // After the norm, the residual stream is 8 (the root of the width) at the token's index. After a, the adapter therefore
    // adds 8 to the logit of c, while b has 2.
    const width = 64;
    const vocabulary = 42;
    const tokenA = 5; // token ids of the letters
    const tokenC = 7;
    const oneHot = (length: number, offset: number) =>
      new Uint8Array(Float32Array.from({ length }, (_, index) => (index === offset ? 1 : 0)).buffer);
    const adapter = writeGguf(
      [
        ['general.type', 'text', 'adapter'],
        ['general.architecture', 'text', 'llama'],
        ['adapter.type', 'text', 'lora'],
        ['adapter.lora.alpha', 'f32', 1],
      ],
      [
        { name: 'output.weight.lora_a', dims: [width, 1], type: 0, bytes: oneHot(width, tokenA) },
        { name: 'output.weight.lora_b', dims: [1, vocabulary], type: 0, bytes: oneHot(vocabulary, tokenC) },
      ],
    );
    const adapted = { ...countingModel, files: new Map([...countingModel.files, ['adapter.gguf', adapter]]) };
    const session = await llama.open(adapted, oneThread);
    expect((await generateAnswer(session, { ...greedy, prompt: 'a' })).text).toBe('cdefghij');
    await session.close();
  });

  test('generates the same answer with a draft model', async () => {
    const [bytes] = countingModel.files.values();
    const files = new Map([...countingModel.files, ['counting-draft.gguf', bytes!]]);
    const session = await llama.open({ ...countingModel, files }, oneThread);
    expect(session.facts.build).toMatch(/\+draft$/);
    expect((await generateAnswer(session, { prompt: 'a', maxTokens: 20, temperature: 0 })).text).toBe(
      'bcdefghijklmnopqrstu',
    );
    await session.close();
  });

  test('reuses the last prompt in the next session if the prompt cache is on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-llama-'));
    const [bytes] = countingModel.files.values();
    await writeFile(join(folder, 'tiny.gguf'), bytes as Uint8Array);
    const model = await openModelFile(join(folder, 'tiny.gguf'));
    const settings = { ...oneThread, promptCache: true };
    const prompt = 'abcdefghijklmnopqrstuvwxyz'.repeat(6);
    const rates = [];
    for (let run = 0; run < 2; run++) {
      const session = await llama.open(model, settings);
      const { text, prefillTokensPerS } = await generateAnswer(session, { ...greedy, prompt });
      expect(text).toBe('abcdefgh');
      rates.push(prefillTokensPerS);
      await session.close();
    }
    expect(rates).toEqual([expect.any(Number), null]); // not measured for a prompt that is already in the context
    await rm(folder, { recursive: true });
  });

  test('returns the last hidden state of the last token as the embedding of a text', async () => {
    const session = await llama.open(countingModel, oneThread);
    const { vector, tokens } = await session.embed('abc');
    expect(tokens).toBe(5); // the start token, a space and three letters
    // The final norm scales the one-hot vector of c to the root of the width.
    const expected = Array.from({ length: 64 }, (_, position) => (position === 7 ? 8 : 0));
    expect(vector.map((value) => Math.round(value))).toEqual(expected);
    await session.close();
  });

  test.skipIf(!existsSync(storiesPath))('generates the story that llama2.c expects from stories260K', async () => {
    // The expected output in llama2.c's own tests: 200 tokens at temperature 0 from an empty prompt.
    const source = await readFile(join(data, 'peer', 'stories260K', 'llama2c_test_all.py.txt'), 'utf8');
    const literal = /^expected_stdout = b'(.*)'$/m.exec(source)?.[1];
    const story = literal?.replaceAll('\\n', '\n').replaceAll("\\'", "'");
    const session = await llama.open(await openModelFile(storiesPath), oneThread);
    const result = await generateAnswer(session, { prompt: '', maxTokens: 200, temperature: 0 });
    expect(result.text.trim()).toBe(story);
    expect(result).toMatchObject({ tokens: 200, promptTokens: 1, ended: 'length' });
    // 5 layers, 4 KV heads, 8 wide, keys and values, 2,048 tokens, 2 bytes
    expect(session.facts.kvCacheBytes).toBe(5 * 4 * 8 * 2 * 2048 * 2);
    const conversation = [{ role: 'user', content: 'a' }] as const;
    await expect(generateAnswer(session, { ...greedy, prompt: conversation })).rejects.toMatchObject({
      code: 'input-invalid',
      facts: { name: 'prompt', reason: 'no-chat-template' },
    });
    await session.close();
  });

  test.skipIf(!existsSync(smolPath))('completes a fact and answers a question in JSON with SmolLM2', async () => {
    const session = await llama.open(await openModelFile(smolPath), oneThread);
    const fact = await generateAnswer(session, { prompt: 'The capital of France is', maxTokens: 3, temperature: 0 });
    expect(fact.text).toMatch(/^ Paris/);
    const prompt = [{ role: 'user', content: 'How many days has a week?' }] as const;
    const jsonSchema = { type: 'object', properties: { days: { type: 'integer' } } };
    const { text } = await generateAnswer(session, { prompt, maxTokens: 30, temperature: 0, jsonSchema });
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['days']);
    await session.close();
  });
});
