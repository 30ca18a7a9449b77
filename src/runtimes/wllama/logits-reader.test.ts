import { expect, test } from 'vitest';
import { LogitsReader, type LogitsEngine } from './logits-reader.ts';

const vocabularySize = 4;
/** A token's logits are 0, but 1 for the token after it, so its hidden state is all that the next logits depend on. */
const fakeLogits = (token: number) => Array.from({ length: vocabularySize }, (_, id) => Number(id === (token + 1) % 4));
const fakeState = (token: number) => [token + 0.5, -token];

/** An engine whose heap has a copy of the hidden states after other values, and its output buffer at `at`. */
function createEngine(at: { now: number }): LogitsEngine & { readonly embedded: (readonly number[])[] } {
  const heap = new Float32Array(256);
  const embedded: (readonly number[])[] = [];
  return {
    embedded,
    vocabularySize,
    async embed(tokens) {
      embedded.push(tokens);
      heap.fill(0);
      heap.set(tokens.flatMap(fakeState), 64);
      heap.set([...tokens.flatMap(fakeLogits), ...tokens.flatMap(fakeState)], at.now);
      return fakeState(tokens[0]!);
    },
    heap: async () => heap,
    referencePrediction: async () => ({ tokens: [0, 1], topToken: 2, logProbability: likely }),
  };
}

/** The logarithm of the softmax of a logit of 1, where the three others are 0. */
const likely = 1 - Math.log(Math.E + 3);
const predictions = [
  { logProbability: expect.closeTo(likely, 6), topToken: 2 },
  { logProbability: expect.closeTo(likely - 1, 6), topToken: 3 },
];

test('the predictions of scored tokens are read from the output buffer', async () => {
  const engine = createEngine({ now: 128 });
  expect(await new LogitsReader(engine).predict([0, 1, 2, 0], 2)).toEqual(predictions);
  expect(engine.embedded).toEqual([
    [0, 1, 1, 1],
    [0, 1, 2, 0],
  ]);
});

test('the output buffer is located again after it has moved', async () => {
  const address = { now: 128 };
  const engine = createEngine(address);
  const reader = new LogitsReader(engine);
  await reader.predict([0, 1, 2, 0], 2);
  await reader.predict([3, 1, 2, 0], 2);
  expect(engine.embedded).toHaveLength(3);
  address.now = 160;
  expect(await reader.predict([0, 1, 2, 0], 2)).toEqual(predictions);
  expect(await reader.predict([1, 2, 0], 1)).toEqual(predictions);
  expect(engine.embedded).toHaveLength(8);
});

test('non-finite hidden states, or a missing output buffer, are errors', async () => {
  const engine = createEngine({ now: 128 });
  await expect(
    new LogitsReader({ ...engine, embed: async () => [Number.NaN, 1] }).predict([0, 1], 1),
  ).rejects.toMatchObject({ code: 'not-scored', facts: { reason: 'result-not-finite' } });
  await expect(
    new LogitsReader({ ...engine, heap: async () => new Float32Array(256) }).predict([0, 1], 1),
  ).rejects.toMatchObject({ code: 'internal' });
});
