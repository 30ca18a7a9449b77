import { expect, test } from 'vitest';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { listValidCorruptions } from '#validation/robustness/suite.ts';
import type { EvaluationItem } from '../items/evaluation-item.ts';
import { runRobustness } from './run-robustness.ts';

const timing = { preMs: 1, inferenceMs: 1, postMs: 1 };
const file = new File([], 'a.png');
const items: readonly EvaluationItem[] = ['a', 'b', 'c', 'd'].map((path) => ({
  path,
  file,
  truth: { kind: 'class', label: path },
}));
const createCorrectResult = ({ path }: EvaluationItem): EvaluatedItem => ({ path, sha256: null, outcome: 1, timing });

/** A model that is wrong only on occluded items at severity 5, and fails on item `b` with noise. */
const model = {
  receivedItems: [] as EvaluationItem[],
  async evaluate(batch: readonly EvaluationItem[]) {
    this.receivedItems.push(...batch);
    return batch.map((item): EvaluatedItem => {
      const { corruption, severity } = item.corruption!;
      if (corruption === 'gaussian-noise' && item.path === 'b')
        return { path: item.path, sha256: null, error: { code: 'input-invalid', facts: {} } };
      const isWrong = corruption === 'occlusion' && severity === 5;
      return { path: item.path, sha256: null, outcome: isWrong ? 0 : 1, timing };
    });
  },
  async score(outcomes: readonly unknown[]) {
    const value = (outcomes as number[]).reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
    return { scores: [{ metric: 'top-1', value, n: outcomes.length, interval: null }], memory: {} };
  },
};

const run = (changes: Partial<Parameters<typeof runRobustness>[0]> = {}) =>
  runRobustness({
    choice: { severities: [1, 5], items: 3 },
    seed: 1,
    items,
    clean: items.map(createCorrectResult),
    model,
    groundTruthModel: null,
    baseline: null,
    ran: { candidate: [], baseline: [] },
    record: async () => {},
    hostile: async () => [],
    corruptions: listValidCorruptions('image', 'boxes'),
    metric: { id: 'top-1' },
    signal: new AbortController().signal,
    shouldContinue: async () => true,
    now: () => 0,
    onProgress: () => {},
    ...changes,
  });

test('runs and scores each corruption at each severity on the same sample', async () => {
  model.receivedItems = [];
  const result = await run({ choice: { severities: [1, 5], items: 4 } });
  expect(model.receivedItems).toHaveLength(6 * 2 * 4);
  const findValue = (id: string, index: number) =>
    result?.scores.find(({ corruption, severity }) => corruption === id && severity === index)?.score;
  expect(findValue('occlusion', 1)?.value).toBe(1);
  expect(findValue('occlusion', 5)?.value).toBe(0);
  expect(findValue('gaussian-noise', 1)?.n).toBe(3);
  // Half of the runs with occlusion are wrong, and none with the other five corruptions.
  expect(result?.meanCorruptionError).toBeCloseTo(0.5 / 6, 12);
  expect(result).toMatchObject({ failed: 2, isPartial: false, clean: { value: 1, n: 4 } });
});

test('excludes items that failed without corruption from the sample', async () => {
  model.receivedItems = [];
  const failed = { path: 'a', sha256: null, error: { code: 'file-unreadable', facts: {} } } as const;
  await run({ clean: [failed, ...items.slice(1).map(createCorrectResult)] });
  expect(new Set(model.receivedItems.map(({ path }) => path))).toEqual(new Set(['b', 'c', 'd']));
});

test('keeps the completed corruptions of a stopped suite and marks it as partial', async () => {
  let blocks = 0;
  const result = await run({ shouldContinue: async () => blocks++ < 4 }); // blocks of 1, 2, 4 and 8 items; each score has 3 items
  expect(result?.scores).toHaveLength(5);
  expect(result?.isPartial).toBe(true);
});

test('uses the predictions of the baseline on clean items as ground truth without labels', async () => {
  model.receivedItems = [];
  const groundTruthModel = {
    evaluate: async (batch: readonly EvaluationItem[]) =>
      batch.map((item): EvaluatedItem => ({
        ...createCorrectResult(item),
        truth: { kind: 'class', label: `of ${item.path}` },
      })),
  };
  const unlabelled = items.map(({ path }) => ({ path, file, truth: null }));
  await run({ items: unlabelled, groundTruthModel });
  expect(model.receivedItems.every(({ path, truth }) => truth?.kind === 'class' && truth.label === `of ${path}`)).toBe(
    true,
  );
});

test('computes the relative error of ImageNet-C with a baseline on the same corrupted items', async () => {
  model.receivedItems = [];
  const baselineItems: EvaluationItem[] = [];
  const inaccurateModel = {
    ...model,
    evaluate: async (batch: readonly EvaluationItem[]) =>
      batch.map((item) => ({ ...createCorrectResult(item), outcome: 0.2 })),
  };
  const baseline = {
    evaluate: async (batch: readonly EvaluationItem[]) => {
      baselineItems.push(...batch);
      return batch.map((entry) => ({ ...createCorrectResult(entry), outcome: 0.6 }));
    },
  };
  const result = await run({ model: inaccurateModel, baseline });
  // Computed by hand: errors of 0.8 at every corruption, and 0.4 for the baseline.
  expect(result?.relativeCorruptionError).toBeCloseTo(2, 12);
  expect(result?.meanCorruptionError).toBeCloseTo(0.8, 12);
  expect(baselineItems).toHaveLength(6 * 2 * 3);
  expect((await run())?.relativeCorruptionError).toBeNull();
});

test('does not repeat corruptions completed in an earlier visit', async () => {
  model.receivedItems = [];
  const recorded: EvaluatedItem[] = [];
  const complete = await run({ record: async ({ candidate }) => void recorded.push(...candidate) });
  expect(recorded).toHaveLength(6 * 2 * 3);
  model.receivedItems = [];
  const ran = { candidate: recorded.slice(0, 30), baseline: [] };
  expect(await run({ ran })).toEqual(complete);
  expect(model.receivedItems).toHaveLength(6);
});
