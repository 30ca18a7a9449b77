import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, type DeviceId } from '#core/engine/engines.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, Runtime } from '#core/engine/runtime.ts';
import type { TextRequest, TextSession, TextUsage } from '#core/engine/text-session.ts';

export interface TextContractSubject {
  readonly runtime: Runtime<TextSession>;
  readonly device: DeviceId;
  readonly options?: Omit<OpenOptions, 'devices'>;
  /**
   * A model in the runtime's own format whose next token depends only on the previous one. Each letter is followed by
   * the next and z by a, each digit by the next and 9 by the end token. A text begins with " a". The chat template
   * concatenates the messages.
   */
  readonly model: ModelFiles;
  /** Invalid models by their fault. */
  readonly corrupt: Readonly<Record<string, ModelFiles>>;
  /** The amount that the engine has allocated, in any unit. It must be the same before and after a session. */
  readonly readAllocated: () => number;
  /** Bytes of one key or value in the cache. */
  readonly cacheElementBytes: 2 | 4;
  /** Whether the engine continues a partial answer at the end of a conversation. */
  readonly hasContinuation: boolean;
}

const never = new AbortController().signal;

/** Generates a complete answer. */
export async function generateAnswer(
  session: TextSession,
  request: TextRequest,
  stop = never,
  onText: (text: string) => void = () => {},
): Promise<TextUsage & { text: string }> {
  const generated = session.generate(request, stop);
  let text = '';
  for (;;) {
    const step = await generated.next();
    if (step.done) return { ...step.value, text };
    text += step.value;
    onText(text);
  }
}

/** Tests the guarantees of every text runtime on one of its devices. */
export function testTextRuntimeContract(subject: TextContractSubject): void {
  const { runtime, device, options, model, corrupt, readAllocated, cacheElementBytes } = subject;
  const open = (files = model, more: Partial<OpenOptions> = {}) =>
    runtime.open(files, { contextLength: 1024, ...options, ...more, devices: [device] });
  const createGreedyRequest = (prompt: TextRequest['prompt'], maxTokens = 8) => ({ prompt, maxTokens, temperature: 0 });

  describe(`${runtime.id} on ${device} with ${options?.threads ?? 'its own choice of'} threads`, () => {
    let session: TextSession;
    beforeAll(async () => {
      session = await open();
    }, 60_000);
    afterAll(() => session.close());

    test('reports the facts of the opened session', () => {
      const { facts } = session;
      expect(facts).toMatchObject({ engine: runtime.id, device, failedDevices: [], contextLength: 1024 });
      if (options?.threads) expect(facts.threads).toBe(options.threads);
      expect(facts.createMs).toBeGreaterThan(0);
      expect(facts.trainedContextLength).toBe(2048);
      expect(facts.hasChatTemplate).toBe(true);
      // 2 (keys and values) x 1 layer x 1,024 tokens x 64 wide
      expect(facts.kvCacheBytes).toBe(131_072 * cacheElementBytes);
    });

    test('continues a text deterministically', async () => {
      const first = await generateAnswer(session, createGreedyRequest('a'));
      expect(first).toMatchObject({ text: 'bcdefghi', tokens: 8, ended: 'length' });
      expect((await generateAnswer(session, createGreedyRequest('a'))).text).toBe(first.text);
    });

    test('starts a text from an empty prompt', async () => {
      expect((await generateAnswer(session, createGreedyRequest('', 5))).text.trim()).toBe('abcd');
    });

    test('ends an answer at the end token', async () => {
      expect(await generateAnswer(session, createGreedyRequest('7'))).toMatchObject({ text: '89', ended: 'model' });
    });

    test('formats a conversation with the chat template', async () => {
      const messages = [
        { role: 'system', content: 'a' },
        { role: 'user', content: '5' },
      ] as const;
      expect(await generateAnswer(session, createGreedyRequest(messages))).toMatchObject({
        text: '6789',
        ended: 'model',
      });
    });

    test.runIf(subject.hasContinuation)('continues a partial answer, and returns only the new text', async () => {
      const messages = [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'bcd' },
      ] as const;
      expect(await generateAnswer(session, createGreedyRequest(messages, 4))).toMatchObject({
        text: 'efgh',
        tokens: 4,
        promptTokens: 6,
      });
    });

    test('reports token counts and times of an answer', async () => {
      const usage = await generateAnswer(session, createGreedyRequest('xyz', 20));
      // The start token, a space, and three letters.
      expect(usage).toMatchObject({ tokens: 20, promptTokens: 5 });
      expect(usage.ttftMs).toBeGreaterThan(0);
      expect(usage.decodeTokensPerS).toBeGreaterThan(0);
    });

    test('stops a running answer and returns the text so far', async () => {
      const stop = new AbortController();
      const stopped = await generateAnswer(session, createGreedyRequest('a', 1000), stop.signal, (text) => {
        if (text.length >= 3) stop.abort();
      });
      expect(stopped.ended).toBe('stopped');
      expect(stopped.text).toMatch(/^bcd/);
      expect(stopped.tokens).toBeLessThan(1000);
      expect((await generateAnswer(session, createGreedyRequest('a'))).text).toBe('bcdefghi');
    });

    test('generates the same text for the same seed, and a different one for another seed', async () => {
      const generateWithSeed = (seed: number) =>
        generateAnswer(session, { prompt: 'a', maxTokens: 20, temperature: 2, seed });
      const first = await generateWithSeed(1);
      expect((await generateWithSeed(1)).text).toBe(first.text);
      expect((await generateWithSeed(2)).text).not.toBe(first.text);
    });

    test.each([{ topK: 1 }, { topP: 0.01 }])('samples only from the most likely tokens with %o', async (limit) => {
      const request = { prompt: 'a', maxTokens: 20, temperature: 2, ...limit };
      expect((await generateAnswer(session, request)).text).toBe('bcdefghijklmnopqrstu');
    });

    test('ends an answer before the first stop string', async () => {
      const stop = ['gh', 'e'];
      expect(await generateAnswer(session, { ...createGreedyRequest('a', 20), stop })).toMatchObject({
        text: 'bcd',
        ended: 'model',
      });
    });

    test('changes the sampled text with a repeat penalty and the same seed', async () => {
      const request = { prompt: 'abcdefghijklm', maxTokens: 40, temperature: 2, seed: 1 };
      const plain = await generateAnswer(session, { ...request, repeatPenalty: 1 });
      expect((await generateAnswer(session, { ...request, repeatPenalty: 1 })).text).toBe(plain.text);
      expect((await generateAnswer(session, { ...request, repeatPenalty: 2 })).text).not.toBe(plain.text);
    });

    test('constrains an answer, or a continued text, to a JSON schema', async () => {
      const jsonSchema = { type: 'string', enum: ['cab'] };
      const messages = [{ role: 'user', content: 'x' }] as const;
      expect((await generateAnswer(session, { ...createGreedyRequest(messages, 20), jsonSchema })).text).toBe('"cab"');
      expect((await generateAnswer(session, { ...createGreedyRequest('x', 20), jsonSchema })).text).toBe('"cab"');
    });

    test('rejects an invalid JSON schema, and the next answer works', async () => {
      const jsonSchema = { type: 'no such type' };
      const messages = [{ role: 'user', content: 'x' }] as const;
      await expect(generateAnswer(session, { ...createGreedyRequest(messages), jsonSchema })).rejects.toMatchObject({
        code: 'input-invalid',
        facts: { name: 'jsonSchema' },
      });
      expect((await generateAnswer(session, createGreedyRequest('a'))).text).toBe('bcdefghi');
    });

    test('rejects a text longer than the context, and the next answer works', async () => {
      await expect(generateAnswer(session, createGreedyRequest('a'.repeat(1100)))).rejects.toMatchObject({
        code: 'input-invalid',
        facts: { name: 'prompt' },
      });
      expect((await generateAnswer(session, createGreedyRequest('a'))).text).toBe('bcdefghi');
    });

    test('times a prompt and the generated tokens, ignoring end tokens', async () => {
      const timing = await session.time({ prompt: '7', tokens: 20, reuseContext: false });
      // The start token, a space, and the digit.
      expect(timing).toMatchObject({ reusedTokens: 0, promptTokens: 3, decodeTokens: 19 });
      expect(timing.promptMs).toBeGreaterThan(0);
      expect(timing.decodeMs).toBeGreaterThan(0);
    });

    test('processes only the new part of a prompt if the context is reused, otherwise all of it', async () => {
      const time = (prompt: string, reuseContext: boolean) => session.time({ prompt, tokens: 1, reuseContext });
      await time('abcdefgh', true);
      expect(await time('abcdefghxyz', true)).toMatchObject({ reusedTokens: 10, promptTokens: 3 });
      expect(await time('abcdefghxyz', false)).toMatchObject({ reusedTokens: 0, promptTokens: 13 });
    });

    test('reports the ids of the most likely tokens at each step', async () => {
      const vocabulary = await session.getVocabulary();
      const { steps } = await session.time({ prompt: 'a', tokens: 3, reuseContext: false, topTokens: 2 });
      expect(steps?.map(({ token }) => vocabulary[token])).toEqual(['b', 'c', 'd']);
      const [{ token, topTokens } = { token: -1, topTokens: [] }] = steps ?? [];
      expect(topTokens[0]?.token).toBe(token);
      // The model's logits are equal except for the top token, whose logit is higher by 2.
      expect(topTokens[0]!.logprob - topTokens[1]!.logprob).toBeCloseTo(2, 2);
    });

    describe.runIf(engines[runtime.id].tokenScores)('token scores', () => {
      test('tokenises a text into letters after the start token', async () => {
        // Token 3 is the space that SentencePiece adds, and a to z are 5 to 30.
        expect(await session.scores!.tokenise('abz')).toEqual({ tokens: [3, 5, 6, 30], startToken: 1 });
        expect(await session.scores!.tokenise('')).toEqual({ tokens: [], startToken: 1 });
      });

      test.each([1, 4])('predicts each token from token %i on', async (from) => {
        const { tokens } = await session.scores!.tokenise('abcx');
        const predictions = await session.scores!.predict([1, ...tokens], from);
        // Calculated manually, up to float16: the next letter has a logit of 2, all other tokens have 0; "d" follows
        // "c".
        const total = Math.log(Math.exp(2) + (await session.getVocabulary()).length - 1);
        const likely = 2 - total;
        const expected = [
          { logProbability: likely, topToken: 3 },
          { logProbability: likely, topToken: 5 },
          { logProbability: likely, topToken: 6 },
          { logProbability: likely, topToken: 7 },
          { logProbability: -total, topToken: 8 },
        ].slice(from - 1);
        expect(predictions).toEqual(
          expected.map(({ logProbability, topToken }) => ({
            logProbability: expect.closeTo(logProbability, 2),
            topToken,
          })),
        );
      });

      test('predicts a window of 512 tokens, and the next answer is not affected', async () => {
        const { tokens } = await session.scores!.tokenise('abcdefghijklmnopqrstuvwxyz'.repeat(20).slice(0, 510));
        expect(await session.scores!.predict([1, ...tokens], 257)).toHaveLength(512 - 257);
        expect((await generateAnswer(session, createGreedyRequest('a', 4))).text).toBe('bcde');
      });
    });

    test('reports the size of its wasm heap, or nothing', async () => {
      const { wasmHeapBytes } = await session.memory();
      if (session.facts.engine === 'wllama') expect(wasmHeapBytes).toBeGreaterThanOrEqual(128 * 2 ** 20); // its initial size
      else if (session.facts.engine === 'ort-text') expect(wasmHeapBytes).toBeGreaterThanOrEqual(16 * 2 ** 20);
      else expect(wasmHeapBytes).toBeUndefined();
    });

    test.each(Object.entries(corrupt))('rejects a model that is %s', async (_, files) => {
      await expect(open(files)).rejects.toMatchObject({ code: 'model-corrupt' });
    });

    test('does not leak over 6 sessions', async () => {
      const before = readAllocated();
      expect(before).toBeGreaterThan(0);
      for (let round = 0; round < 6; round++) {
        const another = await open();
        if (round % 3 === 0) expect((await generateAnswer(another, createGreedyRequest('7'))).text).toBe('89');
        await another.close();
      }
      expect(readAllocated()).toBe(before);
    }, 120_000);
  });
}
