import { expect, test } from 'vitest';
import { compareTrials, isFaithful, type EngineTrial } from './compare-text-engines.ts';

const createTrial = (logProbabilities: readonly number[], more: Partial<EngineTrial> = {}): EngineTrial => ({
  tokens: logProbabilities.map((_, index) => index),
  predictions: logProbabilities.map((logProbability, topToken) => ({ logProbability, topToken })),
  promptPerS: 20,
  generationPerS: 10,
  ...more,
});
const original = createTrial([-1, -2, -3, -2]);

test('compares a conversion with its original by perplexity, most likely tokens and speed', () => {
  const predictions = [-1.1, -2.1, -3.1, -2.1].map((logProbability, index) => ({
    logProbability,
    topToken: index === 3 ? 9 : index,
  }));
  const check = compareTrials(original, { ...original, predictions, promptPerS: 60, generationPerS: 18 });
  expect(check).toEqual({
    perplexityRatio: expect.closeTo(Math.exp(0.1), 10),
    agreement: 0.75,
    promptSpeedup: 3,
    generationSpeedup: 1.8,
  });
});

test.each([
  ['the same probabilities', [-1, -2, -3, -2], true],
  ['a perplexity 4% higher', [-1, -2, -3, -2 - 4 * Math.log(1.04)], true],
  ['a perplexity 6% higher', [-1, -2, -3, -2 - 4 * Math.log(1.06)], false],
] as const)(
  'a conversion with another most likely token and %s (%o) is faithful: %s',
  (_, logProbabilities, expected) => {
    const [first, ...others] = createTrial(logProbabilities).predictions;
    const predictions = [{ ...first!, topToken: 7 }, ...others];
    expect(isFaithful(compareTrials(original, createTrial(logProbabilities, { predictions })))).toBe(expected);
  },
);

test('a conversion with the same most likely tokens is faithful', () => {
  expect(isFaithful(compareTrials(original, createTrial([-1, -2, -3, -3])))).toBe(true);
});

test.each([
  ['other tokens', [0, 1, 2, 4]],
  ['the same tokens and one more', [0, 1, 2, 3, 4]],
  ['fewer tokens', [0, 1, 2]],
])('a conversion whose tokenizer returns %s is not faithful', (_, tokens) => {
  expect(isFaithful(compareTrials(original, createTrial([-1, -2, -3, -2], { tokens })))).toBe(false);
});
