import { afterEach, describe, expect, inject, test } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { readExpectedStory, fetchTestFile } from '../stories.fixture.ts';
import { generateAnswer } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';

const testData = inject('testData');

async function fetchModel(path: string): Promise<ModelFiles> {
  return { id: path, entry: path, files: new Map([[path, await fetchTestFile(path)]]) };
}

/** Printed by `scripts/reference-values/perplexity.py`. */
interface ReferenceFigures {
  readonly models: Readonly<
    Record<
      'stories260K.gguf',
      {
        readonly characters: {
          readonly text: string;
          readonly tokens: readonly number[];
          readonly logProbabilities: readonly number[];
        };
      }
    >
  >;
}

let session: TextSession | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
});

describe.skipIf(!testData)('real models (need ASSAY_TEST_DATA)', () => {
  // Two threads are very slow on a busy machine, so they generate only the beginning.
  test.each([
    [1, 200],
    [2, 16],
  ])("stories260K generates llama2.c's story on %i threads for %i tokens", async (threads, tokens) => {
    session = await wllama.open(await fetchModel('gguf/stories260K.gguf'), { devices: ['wasm'], threads });
    const result = await generateAnswer(session, { prompt: '', maxTokens: tokens, temperature: 0 });
    const story = await readExpectedStory();
    expect(result.text.trim()).toBe(tokens === 200 ? story : story.slice(0, result.text.trim().length));
    expect(result.text.length).toBeGreaterThan(tokens);
    expect(result).toMatchObject({ tokens, promptTokens: 1, ended: 'length' });
    // Its header: 5 layers, 4 KV heads of size 8; keys and values, 2,048 tokens, 2 bytes.
    expect(session.facts).toMatchObject({ threads, contextLength: 2048, kvCacheBytes: 5 * 4 * 8 * 2 * 2048 * 2 });
  });

  test('token probabilities equal a forward pass in NumPy, also for parts of a character', async () => {
    session = await wllama.open(await fetchModel('gguf/stories260K.gguf'), { devices: ['wasm'], threads: 1 });
    const figures = await fetch(new URL('../../../scripts/reference-values/perplexity.json', import.meta.url));
    const { characters } = ((await figures.json()) as ReferenceFigures).models['stories260K.gguf'];
    const { tokens, startToken } = await session.scores!.tokenise(characters.text);
    expect([startToken, ...tokens]).toEqual(characters.tokens);
    const predictions = await session.scores!.predict(characters.tokens, 1);
    // llama.cpp computes attention in float16.
    for (const [index, { logProbability }] of predictions.entries()) {
      const expected = characters.logProbabilities[index]!;
      expect(Math.abs(logProbability - expected), `token ${index + 1}`).toBeLessThan(0.05);
    }
  });

  test('a repeat penalty changes the text', async () => {
    session = await wllama.open(await fetchModel('gguf/stories260K.gguf'), { devices: ['wasm'], threads: 1 });
    const generateWithPenalty = async (repeatPenalty: number) =>
      (await generateAnswer(session!, { prompt: '', maxTokens: 80, temperature: 0, repeatPenalty })).text;
    const plain = await generateWithPenalty(1);
    expect(plain).toBe(` ${(await readExpectedStory()).slice(0, plain.length - 1)}`);
    expect(await generateWithPenalty(1.5)).not.toBe(plain);
  });

  test('fails an answer with invalid UTF-8, and the next answer works', async () => {
    session = await wllama.open(await fetchModel('gguf/llama-2-tiny-random.gguf'), { devices: ['wasm'], threads: 1 });
    const request = { prompt: 'Once upon a time', maxTokens: 1500, temperature: 3, seed: 1 };
    await expect(generateAnswer(session, request)).rejects.toMatchObject({
      code: 'model-unsupported',
      facts: { why: expect.stringContaining('UTF-8') },
    });
    const next = await generateAnswer(session, { prompt: 'Once upon a time', maxTokens: 5, temperature: 0 });
    expect(next.tokens).toBe(5);
  });
});
