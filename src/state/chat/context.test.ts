import { expect, test } from 'vitest';
import { raisedContextLength } from './context.ts';

test.each([
  ['twice the context', 4096, 131_072, 8192],
  ['at most what the model was trained for', 4096, 6000, 6000],
  ['not beyond it', 4096, 4096, null],
  ['not if that is unknown', 4096, null, null],
])('the context can be raised to %s', (_, contextLength, trainedContextLength, tokens) => {
  expect(raisedContextLength({ contextLength, trainedContextLength })).toBe(tokens);
});
