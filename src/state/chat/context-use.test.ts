import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { Turn } from '#records/conversation-records.ts';
import { computeContextUse, suggestContextLength } from './context-use.ts';

test.each([
  ['a model trained for more is doubled', 4096, 131_072, 8192],
  ['a model trained for less than twice as much is raised to its trained length', 4096, 6000, 6000],
  ['a model at its trained length is not raised', 4096, 4096, null],
  ['a model of unknown trained length is not raised', 4096, null, null],
])('the suggested context of %s', (_, contextLength, trainedContextLength, tokens) => {
  expect(suggestContextLength({ contextLength, trainedContextLength })).toBe(tokens);
});

const createTurns = (tokens: number): readonly Turn[] => [
  { role: 'user', content: 'a' },
  {
    role: 'assistant',
    content: 'b',
    usage: { promptTokens: 10, tokens, ttftMs: 1, prefillTokensPerS: null, decodeTokensPerS: null, ended: 'length' },
  },
];

test.each([
  ['a short conversation', 20, { tokens: 30, isFull: false, isNearlyFull: false }],
  ['85% of the context', 75, { tokens: 85, isFull: false, isNearlyFull: true }],
  ['all but one token', 89, { tokens: 99, isFull: true, isNearlyFull: true }],
])('%s is counted against a context of 100 tokens', (_, tokens, use) => {
  const facts = { contextLength: 100, trainedContextLength: null };
  expect(computeContextUse(createTurns(tokens), facts, false, null)).toEqual(use);
});

test('without an open model or a count, the context is full only if the last question did not fit', () => {
  const facts = { contextLength: 100, trainedContextLength: null };
  const unknown = { isFull: false, isNearlyFull: false };
  expect(computeContextUse(createTurns(90), null, false, null)).toMatchObject(unknown);
  expect(computeContextUse(createTurns(90), facts, true, null)).toEqual({ tokens: null, ...unknown });
  const error = new AppError('input-invalid', { reason: 'prompt-beyond-context' });
  expect(computeContextUse([], facts, false, error)).toMatchObject({ isFull: true });
});
