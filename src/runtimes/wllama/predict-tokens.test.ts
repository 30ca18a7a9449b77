import { expect, test } from 'vitest';
import { predictTokens, type PredictingEngine } from './predict-tokens.ts';

/** One token per letter, after the start token 0. A token is predicted by its own id, in the logarithm of its probability. */
const vocabulary = ['<s>', 'a', 'b', 'c', 'Ã'];

/** An engine whose prompts have one token more if they contain `apart`. */
function engineOf(startToken: number | null, apart = '\0') {
  const prompts: string[] = [];
  const engine: PredictingEngine = {
    vocabulary,
    notation: 'gpt2',
    startToken,
    tokenise: async (text) => [...text].map((letter) => vocabulary.indexOf(letter)),
    async complete({ prompt, grammar = '' }) {
      prompts.push(prompt);
      const ids = [...grammar.matchAll(/<\[(\d+)\]>/g)].map(([, id]) => Number(id));
      return {
        promptTokens: (startToken === null ? 0 : 1) + prompt.length + (prompt.includes(apart) ? 1 : 0),
        tokens: ids.map((id) => ({ id, logprob: -id, top_logprobs: [{ id: 9 }] })),
      };
    },
  };
  return { engine, prompts };
}

const scored = (...ids: number[]) => ids.map((id) => ({ logProbability: -id, topToken: 9 }));

test('the tokens before the first scored one are a prompt, the others are generated', async () => {
  const { engine, prompts } = engineOf(0);
  expect(await predictTokens(engine, [0, 1, 2, 3, 1], 3)).toEqual(scored(3, 1));
  expect(prompts).toEqual(['ab']);
});

test('if the prompt has other tokens, all but the first are generated', async () => {
  const { engine, prompts } = engineOf(0, 'b');
  expect(await predictTokens(engine, [0, 1, 2, 3, 1], 3)).toEqual(scored(3, 1));
  expect(prompts).toEqual(['ab', '']);
});

test('without a start token the first token is the prompt, unless it ends within a character', async () => {
  const { engine, prompts } = engineOf(null, 'ab');
  expect(await predictTokens(engine, [1, 2, 3], 2)).toEqual(scored(3));
  expect(prompts).toEqual(['ab', 'a']);
  expect(await predictTokens(engine, [4, 2, 3], 2)).toBeNull();
});
