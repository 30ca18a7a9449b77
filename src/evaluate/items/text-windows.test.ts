import { expect, test } from 'vitest';
import type { EvaluationItem } from './evaluation-item.ts';
import { listTextWindows, type CountingModel } from './text-windows.ts';

const createItem = (path: string): EvaluationItem => ({ path, file: new File([], path), truth: null });

/** Creates a model with a context length and the number of tokens of each file. */
const createModel = (contextLength: number, tokens: Record<string, number>, tokenizer = 'a'): CountingModel => ({
  contextLength,
  countTokens: async (path) => ({ tokens: tokens[path] ?? 0, sha256: `${tokenizer} ${path}` }),
});

test('splits a text into windows of 512 tokens, or of the shortest context of the models', async () => {
  const files = [createItem('a.txt'), createItem('b.txt')];
  const tokens = { 'a.txt': 1100, 'b.txt': 500 };
  const windows = await listTextWindows(files, createModel(2048, tokens), null);
  expect(windows.map(({ path, window }) => [path, window])).toEqual([
    ['a.txt#1', { path: 'a.txt', index: 0, length: 512 }],
    ['a.txt#2', { path: 'a.txt', index: 1, length: 512 }],
  ]);
  expect(await listTextWindows(files, createModel(2048, tokens), createModel(250, tokens))).toHaveLength(4 + 2);
});

test('rejects texts that are too short or tokenised differently by the baseline', async () => {
  const tokens = { 'a.txt': 600 };
  await expect(listTextWindows([createItem('a.txt')], createModel(2048, { 'a.txt': 511 }), null)).rejects.toMatchObject(
    {
      code: 'input-invalid',
      facts: { reason: 'text-too-short', tokens: 511, needs: 512 },
    },
  );
  await expect(
    listTextWindows([createItem('a.txt')], createModel(2048, tokens), createModel(2048, tokens, 'b')),
  ).rejects.toMatchObject({
    facts: { name: 'a.txt', reason: 'other-tokenizer' },
  });
});
