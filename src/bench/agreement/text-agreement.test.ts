import { expect, test } from 'vitest';
import type { GreedyStep } from '#core/engine/text-session.ts';
import { computeTextAgreement } from './text-agreement.ts';

/** Greedy steps; the second most likely token of each is the next number, with a log probability `gap` lower. */
const toSteps = (tokens: readonly number[], gap = 3): GreedyStep[] =>
  tokens.map((token) => ({
    token,
    topTokens: [
      { token, logprob: -0.5 },
      { token: token + 1, logprob: -0.5 - gap },
    ],
  }));

test('R24: the same tokens are identical', () => {
  expect(computeTextAgreement(toSteps([5, 6, 7]), toSteps([5, 6, 7]), 'one thread')).toEqual({
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
] as const)('R24: a first mismatch with a margin of %f is %s', (gap, verdict) => {
  const agreement = computeTextAgreement(toSteps([5, 7, 1]), toSteps([5, 6, 7], gap), 'x');
  expect(agreement).toMatchObject({ verdict, tokens: 3, same: 1, margin: expect.closeTo(gap, 9) });
});

test('R24: a token not listed by the reference has at least the margin of the last listed one', () => {
  expect(computeTextAgreement(toSteps([9]), toSteps([5], 2), 'x')).toMatchObject({
    verdict: 'broken',
    same: 0,
    margin: 2,
  });
});

test('R24: without log probabilities of the reference, a mismatch is to be investigated', () => {
  const silent = [{ token: 5, topTokens: [] }];
  expect(computeTextAgreement(toSteps([6]), silent, 'x')).toMatchObject({ verdict: 'investigate', margin: null });
});
