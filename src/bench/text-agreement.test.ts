import { expect, test } from 'vitest';
import type { GreedyStep } from '#core/text.ts';
import { computeTextAgreement } from './text-agreement.ts';

/** Tokens chosen one after the other; each second likeliest is the next number, `gap` below. */
const stepsOf = (tokens: readonly number[], gap = 3): GreedyStep[] =>
  tokens.map((token) => ({
    token,
    topTokens: [
      { token, logprob: -0.5 },
      { token: token + 1, logprob: -0.5 - gap },
    ],
  }));

test('R24: the same tokens are identical', () => {
  expect(computeTextAgreement(stepsOf([5, 6, 7]), stepsOf([5, 6, 7]), 'one thread')).toEqual({
    verdict: 'identical',
    tokens: 3,
    same: 3,
    margin: null,
    reference: 'one thread',
  });
});

test.each([
  [0.1, 'expected'],
  [0.9, 'investigate'],
  [1.5, 'broken'],
] as const)('R24: tokens that part at a margin of %f are %s', (gap, verdict) => {
  const agreement = computeTextAgreement(stepsOf([5, 7, 1]), stepsOf([5, 6, 7], gap), 'x');
  expect(agreement).toMatchObject({ verdict, tokens: 3, same: 1, margin: expect.closeTo(gap, 9) });
});

test('R24: a token that the reference does not list is at least as far off as the last that it does', () => {
  expect(computeTextAgreement(stepsOf([9]), stepsOf([5], 2), 'x')).toMatchObject({
    verdict: 'broken',
    same: 0,
    margin: 2,
  });
});

test('R24: where the reference states no likelihoods, a difference is to be looked into', () => {
  const silent = [{ token: 5, topTokens: [] }];
  expect(computeTextAgreement(stepsOf([6]), silent, 'x')).toMatchObject({ verdict: 'investigate', margin: null });
});
