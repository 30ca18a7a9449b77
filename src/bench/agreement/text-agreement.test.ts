import { expect, test } from 'vitest';
import type { GreedyStep } from '#core/engine/text-session.ts';
import { computeTextAgreement } from './text-agreement.ts';

/** Creates greedy steps in which the second most probable token is the next number, with a log probability lower by `gap`. */
const createSteps = (tokens: readonly number[], gap = 3): GreedyStep[] =>
  tokens.map((token) => ({
    token,
    topTokens: [
      { token, logprob: -0.5 },
      { token: token + 1, logprob: -0.5 - gap },
    ],
  }));

test('R24: equal tokens are identical', () => {
  expect(computeTextAgreement(createSteps([5, 6, 7]), createSteps([5, 6, 7]), 'one thread')).toEqual({
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
  const agreement = computeTextAgreement(createSteps([5, 7, 1]), createSteps([5, 6, 7], gap), 'x');
  expect(agreement).toMatchObject({ verdict, tokens: 3, same: 1, margin: expect.closeTo(gap, 9) });
});

test('R24: a token not listed by the reference has the margin of the last listed token', () => {
  expect(computeTextAgreement(createSteps([9]), createSteps([5], 2), 'x')).toMatchObject({
    verdict: 'broken',
    same: 0,
    margin: 2,
  });
});

test('R24: a mismatch without log probabilities of the reference is to be investigated', () => {
  const stepsWithoutProbabilities = [{ token: 5, topTokens: [] }];
  expect(computeTextAgreement(createSteps([6]), stepsWithoutProbabilities, 'x')).toMatchObject({
    verdict: 'investigate',
    margin: null,
  });
});
