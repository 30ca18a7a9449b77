import { expect, test } from 'vitest';
import { LogitsReader, type LogitsEngine } from './logits-reader.ts';

const vocabularySize = 4;
/** The logits after a token: 1 for the next token, and 0 for all others. */
const createLogits = (token: number) =>
  Array.from({ length: vocabularySize }, (_, id) => Number(id === (token + 1) % 4));
const createHiddenState = (token: number) => [token + 0.5, -token];

/** An engine whose heap has a copy of the hidden states at 64, and its output buffer at `address`. */
function createEngine(address: { current: number }): LogitsEngine & { readonly embedded: (readonly number[])[] } {
  const heap = new Float32Array(256);
  const embedded: (readonly number[])[] = [];
  return {
    embedded,
    vocabularySize,
    async embed(tokens) {
      embedded.push(tokens);
      heap.fill(0);
      heap.set(tokens.flatMap(createHiddenState), 64);
      heap.set([...tokens.flatMap(createLogits), ...tokens.flatMap(createHiddenState)], address.current);
      return createHiddenState(tokens[0]!);
    },
    getHeap: async () => heap,
    getReferencePrediction: async () => ({ tokens: [0, 1], topToken: 2, logProbability: topLogProbability }),
  };
}

/** The log-softmax of a logit of 1 and three logits of 0. */
const topLogProbability = 1 - Math.log(Math.E + 3);
const predictions = [
  { logProbability: expect.closeTo(topLogProbability, 6), topToken: 2 },
  { logProbability: expect.closeTo(topLogProbability - 1, 6), topToken: 3 },
];

test('reads the predictions of tokens from the output buffer', async () => {
  const engine = createEngine({ current: 128 });
  expect(await new LogitsReader(engine).predict([0, 1, 2, 0], 2)).toEqual(predictions);
  expect(engine.embedded).toEqual([
    [0, 1, 1, 1],
    [0, 1, 2, 0],
  ]);
});

test('locates the output buffer again after it has moved', async () => {
  const address = { current: 128 };
  const engine = createEngine(address);
  const reader = new LogitsReader(engine);
  await reader.predict([0, 1, 2, 0], 2);
  await reader.predict([3, 1, 2, 0], 2);
  expect(engine.embedded).toHaveLength(3);
  address.current = 160;
  expect(await reader.predict([0, 1, 2, 0], 2)).toEqual(predictions);
  expect(await reader.predict([1, 2, 0], 1)).toEqual(predictions);
  expect(engine.embedded).toHaveLength(8);
});

test('rejects non-finite hidden states and a missing output buffer', async () => {
  const engine = createEngine({ current: 128 });
  await expect(
    new LogitsReader({ ...engine, embed: async () => [Number.NaN, 1] }).predict([0, 1], 1),
  ).rejects.toMatchObject({ code: 'not-scored', facts: { reason: 'result-not-finite' } });
  await expect(
    new LogitsReader({ ...engine, getHeap: async () => new Float32Array(256) }).predict([0, 1], 1),
  ).rejects.toMatchObject({ code: 'internal' });
});
