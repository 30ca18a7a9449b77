import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TextSession } from '#core/engine/text-session.ts';
import { answer } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';
import { countingLlama, llamaBytes } from './counting-llama.fixture.ts';

test('wllama reads weights of many megabytes without a copy of a tensor outside the heap', async () => {
  const whole = vi.spyOn(Blob.prototype, 'arrayBuffer');
  const file = new File([llamaBytes({ width: 1024, hidden: 512, layers: 1 })], 'wide.gguf');
  const files = new Map([[file.name, file]]);
  const session = await wllama.open({ id: file.name, entry: file.name, files }, { devices: ['wasm'], threads: 1 });
  expect((await answer(session, { prompt: 'a', maxTokens: 4, temperature: 0 })).text).toBe('bcde');
  // The library itself reads the first 128 kB; a matrix of the file has 2 or 4 MB.
  expect(whole).toHaveBeenCalled();
  expect(Math.max(...whole.mock.contexts.map((blob) => (blob as Blob).size))).toBeLessThan(2 ** 20);
  await session.close();
});

test.each([
  [512, 512],
  [8192, 2048],
])('a model trained with %i tokens of context is opened with %i by default', async (trained, opened) => {
  const bytes = llamaBytes({ width: 64, hidden: 32, layers: 1, contextLength: trained });
  const model = { id: 'a.gguf', entry: 'a.gguf', files: new Map([['a.gguf', bytes]]) };
  const session = await wllama.open(model, { devices: ['wasm'], threads: 1 });
  expect(session.facts).toMatchObject({ contextLength: opened, trainedContextLength: trained });
  await session.close();
});

test('an answer ends where the context is full, and no earlier token is dropped', async () => {
  const session = await wllama.open(countingLlama(), { devices: ['wasm'], threads: 1, contextLength: 256 });
  const { tokens, promptTokens, ended, text } = await answer(session, { prompt: 'a', maxTokens: 1000, temperature: 0 });
  expect({ promptTokens, ended }).toEqual({ promptTokens: 3, ended: 'length' });
  expect(tokens! + 3).toBeGreaterThanOrEqual(255);
  expect(tokens! + 3).toBeLessThanOrEqual(257);
  expect(text).toHaveLength(tokens!);
  await session.close();
});

test('a file that changes while it is opened fails as unreadable, not as damaged', async () => {
  const handle = await (await navigator.storage.getDirectory()).getFileHandle('changing.gguf', { create: true });
  const write = async (bytes: Uint8Array<ArrayBuffer>) => {
    const writing = await handle.createWritable();
    await writing.write(bytes);
    await writing.close();
  };
  const bytes = llamaBytes({ width: 1024, hidden: 512, layers: 1 });
  await write(bytes);
  const file = await handle.getFile();
  await write(bytes.slice(0, 1000));
  const beginning = 2 ** 20;
  const changing = new Blob([bytes.slice(0, beginning), file.slice(beginning)]); // its header has been read before
  for (const blob of [file, changing]) {
    const opening = wllama.open(
      { id: 'changing', entry: 'changing.gguf', files: new Map([['changing.gguf', blob]]) },
      { devices: ['wasm'], threads: 1 },
    );
    await expect(opening).rejects.toMatchObject({ code: 'file-unreadable', facts: { file: 'changing' } });
  }
});

describe('token scores', () => {
  let session: TextSession;
  beforeAll(async () => {
    session = await wllama.open(countingLlama(), { devices: ['wasm'], threads: 1, contextLength: 512 });
  });
  afterAll(() => session.close());

  test('a text has the tokens of its letters, after the start token', async () => {
    // By the order of the vocabulary: 3 is a space, which SentencePiece adds, a to z are 5 to 30.
    expect(await session.scores!.tokenise('abz')).toEqual({ tokens: [3, 5, 6, 30], startToken: 1 });
    expect(await session.scores!.tokenise('')).toEqual({ tokens: [], startToken: 1 });
  });

  test.each([1, 4])('each token has its probability, from token %i on', async (from) => {
    const { tokens } = await session.scores!.tokenise('abcx');
    const predictions = await session.scores!.predict([1, ...tokens], from);
    // By hand, up to float16: the next letter has a logit of 2, all other tokens have 0; "x" does not follow "c", "d" does.
    const total = Math.log(Math.exp(2) + (await session.vocabulary()).length - 1);
    const likely = 2 - total;
    const expected = [
      { logProbability: likely, topToken: 3 },
      { logProbability: likely, topToken: 5 },
      { logProbability: likely, topToken: 6 },
      { logProbability: likely, topToken: 7 },
      { logProbability: -total, topToken: 8 },
    ].slice(from - 1);
    expect(predictions).toEqual(
      expected.map(({ logProbability, topToken }) => ({ logProbability: expect.closeTo(logProbability, 2), topToken })),
    );
  });

  test('as many tokens as the context has are predicted, and the next answer is not affected', async () => {
    const { tokens } = await session.scores!.tokenise('abcdefghijklmnopqrstuvwxyz'.repeat(20).slice(0, 510));
    expect(await session.scores!.predict([1, ...tokens], 257)).toHaveLength(512 - 257);
    expect((await answer(session, { prompt: 'a', maxTokens: 4, temperature: 0 })).text).toBe('bcde');
  });
});
