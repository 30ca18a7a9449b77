import { expect, test } from 'vitest';
import { selectTopLogits } from './logits.ts';
import { Sampler, type SamplingSettings } from './sampler.ts';

const noLimits: SamplingSettings = { repeatPenalty: 1, topK: 0, topP: 1, minP: 0, temperature: 1 };
/** Probabilities of 1/2, 1/4, 1/8 and twice 1/16. */
const logits = Float32Array.from([1 / 4, 1 / 16, 1 / 2, 1 / 8, 1 / 16], Math.log);

/** The number of times that each token is drawn. */
function countDraws(settings: Partial<SamplingSettings>, draws = 4000): readonly number[] {
  const sampler = new Sampler({ ...noLimits, ...settings }, 1);
  const counts = logits.slice().fill(0);
  for (let draw = 0; draw < draws; draw++) counts[sampler.sample(logits, [])]!++;
  return [...counts];
}

/** Four standard deviations of a binomial distribution, which a correct sampler exceeds once in 16,000 seeds. */
const computeTolerance = (probability: number, draws = 4000) =>
  4 * Math.sqrt(draws * probability * (1 - probability)) + 1e-9;

test.each([
  ['without limits', {}, [1 / 4, 1 / 16, 1 / 2, 1 / 8, 1 / 16]],
  // The squared probabilities, divided by their sum of 11/32.
  ['at temperature 0.5', { temperature: 0.5 }, [8 / 44, 1 / 88, 32 / 44, 2 / 44, 1 / 88]],
  ['from the top 2', { topK: 2 }, [1 / 3, 0, 2 / 3, 0, 0]],
  // 1/2 + 1/4 < 0.8 <= 1/2 + 1/4 + 1/8.
  ['from the top 80%', { topP: 0.8 }, [2 / 7, 0, 4 / 7, 1 / 7, 0]],
  ['from tokens at least a fifth as likely as the likeliest', { minP: 0.2 }, [2 / 7, 0, 4 / 7, 1 / 7, 0]],
] as const)('samples tokens %s by their probabilities', (_, settings, expected) => {
  for (const [token, count] of countDraws(settings).entries()) {
    const probability = expected[token]!;
    expect(Math.abs(count - 4000 * probability)).toBeLessThanOrEqual(computeTolerance(probability));
  }
});

test.each([{ temperature: 0 }, { topK: 1 }, { topP: 0 }])('%o always chooses the most likely token', (settings) => {
  expect(countDraws(settings, 20)).toEqual([0, 0, 20, 0, 0]);
});

test('the same seed draws the same tokens, and another seed different ones', () => {
  const draw = (seed: number) => {
    const sampler = new Sampler(noLimits, seed);
    return Array.from({ length: 30 }, () => sampler.sample(logits, []));
  };
  expect(draw(5)).toEqual(draw(5));
  expect(draw(6)).not.toEqual(draw(5));
});

test('the repeat penalty divides positive and multiplies negative logits of the last 64 tokens', () => {
  const sample = (values: readonly number[], context: readonly number[]) =>
    new Sampler({ ...noLimits, temperature: 0, repeatPenalty: 2 }, 1).sample(Float32Array.from(values), context);
  expect(sample([3, 2, 1], [])).toBe(0);
  expect(sample([3, 2, 1], [0])).toBe(1); // 1.5 against 2
  expect(sample([-1, -1.5, -9], [0])).toBe(1); // -2 against -1.5
  const longContext = [0, ...Array.from({ length: 64 }, () => 2)];
  expect(sample([3, 2, 1], longContext)).toBe(0);
});

test.each([1, 3, 8, 20])('the top %i logits equal those of a full sort', (count) => {
  const values = Float32Array.from({ length: 20 }, (_, token) => (token * 7) % 11);
  const sorted = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b);
  expect(selectTopLogits(values, count).map(({ token }) => token)).toEqual(sorted.slice(0, count));
});
