import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { GroundTruth } from '#core/task/evaluation.ts';
import { evaluateItems } from './evaluate-items.ts';

const cat: GroundTruth = { kind: 'class', label: 'cat' };
const items = ['a', 'b', 'c'].map((path) => ({ path }));

/** Logs what happens in order; inputs are paths, results repeat them. */
function fakeEvaluator(faults: Readonly<Record<string, AppError>> = {}) {
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

test('the next item is opened before the current one runs, and every item is closed', async () => {
  const evaluator = fakeEvaluator();
  const results = await evaluateItems(items, evaluator);
  expect(evaluator.log).toEqual('open a,open b,run a,close a,open c,run b,close b,run c,close c'.split(','));
  expect(results[0]).toEqual({
    path: 'a',
    sha256: 'sha of a',
    outcome: 'a',
    timing: { preMs: 6, inferenceMs: 2, postMs: 3 },
  });
});

test('an item that cannot be decoded or run is recorded as failed, and the others run', async () => {
  const unreadable = new AppError('file-unreadable', { file: 'a', reason: 'not-an-image' });
  const blank = new AppError('input-blank');
  const results = await evaluateItems(items, fakeEvaluator({ a: unreadable, b: blank }));
  expect(results).toMatchObject([
    { path: 'a', sha256: 'sha of a', error: { code: 'file-unreadable', facts: { reason: 'not-an-image' } } },
    { path: 'b', error: { code: 'input-blank' } },
    { path: 'c', outcome: 'c' },
  ]);
});

test('an error that ends the engine is thrown, after the item already opened is closed', async () => {
  const evaluator = fakeEvaluator({ b: new AppError('device-lost') });
  await expect(evaluateItems(items, evaluator)).rejects.toMatchObject({ code: 'device-lost' });
  expect(evaluator.log.at(-1)).toBe('close c');
});

test('results are returned as ground truth if requested', async () => {
  const [first] = await evaluateItems(items, fakeEvaluator(), true);
  expect(first).toMatchObject({ truth: cat });
});
