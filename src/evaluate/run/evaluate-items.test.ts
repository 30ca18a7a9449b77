import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { GroundTruth } from '#core/task/evaluation.ts';
import { evaluateItems } from './evaluate-items.ts';

const cat: GroundTruth = { kind: 'class', label: 'cat' };
const items = ['a', 'b', 'c'].map((path) => ({ path }));

/** Creates an evaluator that logs its calls. Inputs are paths, and results repeat them. */
function createFakeEvaluator(faults: Readonly<Record<string, AppError>> = {}) {
  const log: string[] = [];
  return {
    log,
    open: async ({ path }: { path: string }) => {
      log.push(`open ${path}`);
      if (path in faults && faults[path]?.code === 'file-unreadable') throw faults[path];
      return { input: path, decodeMs: 5, truth: cat, close: () => void log.push(`close ${path}`) };
    },
    digest: async ({ path }: { path: string }) => ({ sha256: `sha of ${path}` }),
    run: async (input: string) => {
      log.push(`run ${input}`);
      if (input in faults) throw faults[input];
      return { result: input, timing: { preMs: 1, inferenceMs: 2, postMs: 3 }, graphRuns: {} };
    },
    evaluation: { toOutcome: (result: unknown) => result, toGroundTruth: () => cat },
  };
}

test('opens the next item before the current one runs, and closes every item', async () => {
  const evaluator = createFakeEvaluator();
  const results = await evaluateItems(items, evaluator);
  expect(evaluator.log).toEqual('open a,open b,run a,close a,open c,run b,close b,run c,close c'.split(','));
  expect(results[0]).toEqual({
    path: 'a',
    sha256: 'sha of a',
    outcome: 'a',
    timing: { preMs: 6, inferenceMs: 2, postMs: 3 },
  });
});

test('records an item that cannot be decoded or run as failed, and runs the others', async () => {
  const unreadable = new AppError('file-unreadable', { file: 'a', reason: 'not-an-image' });
  const blank = new AppError('input-blank');
  const results = await evaluateItems(items, createFakeEvaluator({ a: unreadable, b: blank }));
  expect(results).toMatchObject([
    { path: 'a', sha256: 'sha of a', error: { code: 'file-unreadable', facts: { reason: 'not-an-image' } } },
    { path: 'b', error: { code: 'input-blank' } },
    { path: 'c', outcome: 'c' },
  ]);
});

test('throws a fatal engine error after closing the item that was already opened', async () => {
  const evaluator = createFakeEvaluator({ b: new AppError('device-lost') });
  await expect(evaluateItems(items, evaluator)).rejects.toMatchObject({ code: 'device-lost' });
  expect(evaluator.log.at(-1)).toBe('close c');
});

test('returns results as ground truth if requested', async () => {
  const [first] = await evaluateItems(items, createFakeEvaluator(), true);
  expect(first).toMatchObject({ truth: cat });
});
