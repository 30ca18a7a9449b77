import { expect, test } from 'vitest';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { Metric } from '#core/task/evaluation.ts';
import {
  compareAccuracy,
  compareErrors,
  compareMemory,
  compareTimes,
  judgeQuality,
  type ItemRuns,
} from './compare-outcomes.ts';
import { judgeTrial } from './trial.ts';

const top1: Metric<unknown> = {
  id: 'top-1',
  compute: (outcomes) => outcomes.filter(Boolean).length / outcomes.length,
  isCorrect: Boolean,
};
const createItem = (index: number, outcome: boolean | null, inferenceMs: number): EvaluatedItem => ({
  path: `${index}`,
  sha256: '',
  ...(outcome === null
    ? { error: { code: 'out-of-memory', facts: {} } }
    : { outcome, timing: { preMs: 0, inferenceMs, postMs: 0 } }),
});
/** 80 items in 8 blocks; a result is `null` if the item failed. */
function createRuns(
  before: (index: number) => boolean | null,
  after: (index: number) => boolean | null,
  [beforeMs, afterMs]: readonly [number, number] = [10, 10],
): ItemRuns {
  const indices = Array.from({ length: 80 }, (_, index) => index);
  return {
    before: indices.map((index) => createItem(index, before(index), beforeMs + (index % 3))),
    after: indices.map((index) => createItem(index, after(index), afterMs + (index % 3))),
    blocks: Array<number>(8).fill(10),
    metrics: [top1],
  };
}
const isMostlyRight = (index: number) => index % 10 > 0;

test('times are compared by blocks, with the median of each', () => {
  const { before, after, gain } = compareTimes(createRuns(isMostlyRight, isMostlyRight, [20, 9]));
  expect([before.value, after.value]).toEqual([21, 10]);
  expect(gain!.ratio).toBeCloseTo(2.1, 1);
  expect(gain!.interval[0]).toBeGreaterThan(2);
});

test('accuracy that rises from half to nine tenths of the items is a gain, and the same accuracy is none', () => {
  const better = compareAccuracy(createRuns((index) => index % 2 === 0 && isMostlyRight(index), isMostlyRight));
  expect([better.before.value, better.after.value]).toEqual([0.4, 0.9]);
  expect(better.gain!.interval[0]).toBeGreaterThan(1);
  const same = compareAccuracy(createRuns(isMostlyRight, isMostlyRight));
  expect(same.gain!.interval[0]).toBeLessThan(1);
});

test('an item on which only the change fails counts as wrong', () => {
  const { after } = compareAccuracy(createRuns(isMostlyRight, (index) => (index < 40 ? isMostlyRight(index) : null)));
  expect(after.value).toBe(0.45);
});

test('accuracy is not measured by a score that is not a fraction of items', () => {
  const { isCorrect: _, ...mean } = top1;
  const runs = { ...createRuns(isMostlyRight, isMostlyRight), metrics: [mean] };
  expect(compareAccuracy(runs)).toMatchObject({ before: { value: null }, gain: null });
});

test('from 30 or 10 failures to none is a gain in errors, from one failure of 30 to none is not', () => {
  const runs = (failed: number) =>
    Array.from({ length: 30 }, (_, index): [boolean, boolean] => [index < failed, false]);
  const all = compareErrors(runs(30));
  expect([all.before.value, all.after.value]).toEqual([1, 0]);
  expect(all.gain!.interval[0]).toBeGreaterThan(1);
  expect(compareErrors(runs(10)).gain!.interval[0]).toBeGreaterThan(1);
  expect(compareErrors(runs(1)).gain!.interval[0]).toBeLessThan(1);
  const none = compareErrors(runs(0));
  expect([none.before.value, none.gain!.interval[0] < 1]).toEqual([0, true]);
});

test('memory is compared exactly, if both engines report it', () => {
  expect(compareMemory(200, 100).gain).toEqual({ ratio: 2, interval: [2, 2] });
  expect(compareMemory(null, 100).gain).toBeNull();
});

test('the quality gate fails for a change that has half of the items wrong, and passes for a better one', async () => {
  const half = createRuns(isMostlyRight, (index) => index % 2 === 0);
  expect(await judgeQuality(half)).toEqual({ before: 'pass', after: 'fail' });
  const better = createRuns((index) => index % 2 === 0, isMostlyRight);
  expect(await judgeQuality(better)).toEqual({ before: 'pass', after: 'pass' });
});

test('a change that ends the failure of every item is kept, although its quality has no comparison', async () => {
  const runs = createRuns(() => null, isMostlyRight);
  const gates = await judgeQuality(runs);
  expect(gates).toEqual({ before: 'undecided', after: 'undecided' });
  const compared = compareErrors(runs.before.map(() => [true, false]));
  expect(judgeTrial('errors', { ...compared, outputs: 'not-compared', gates }, null)).toBe('gain');
});

test.each([
  [19, 'undecided'],
  [20, 'pass'],
  [40, 'pass'],
  [58, 'pass'],
])(
  'a change that ends the failure of all but %i items of 80, with the same results, is kept',
  async (answered, verdict) => {
    const runs = createRuns((index) => (index < answered ? isMostlyRight(index) : null), isMostlyRight);
    const gates = await judgeQuality(runs);
    expect(gates).toEqual({ before: verdict, after: verdict });
    const compared = compareErrors(runs.before.map((item) => ['error' in item, false]));
    expect(judgeTrial('errors', { ...compared, outputs: 'not-compared', gates }, null)).toBe('gain');
  },
);

test('a change that ends failures, but has the answered items wrong, fails the gate', async () => {
  const runs = createRuns(
    (index) => (index < 40 ? isMostlyRight(index) : null),
    (index) => index >= 40,
  );
  expect((await judgeQuality(runs)).after).toBe('fail');
});

test('a score without a quality ratio does not reject a change', async () => {
  const divergence = { id: 'kl-divergence', compute: () => 0.1, isError: true };
  const runs = { ...createRuns(isMostlyRight, isMostlyRight), metrics: [divergence] };
  expect(await judgeQuality(runs)).toEqual({ before: 'undecided', after: 'undecided' });
});

test('a change with the same results passes, also if its score is not a fraction of items', async () => {
  const { isCorrect: _, ...mean } = top1;
  const same = createRuns(isMostlyRight, isMostlyRight);
  expect(await judgeQuality(same)).toEqual({ before: 'pass', after: 'pass' });
  expect(await judgeQuality({ ...same, metrics: [mean] })).toEqual({ before: 'pass', after: 'pass' });
});

test('a change that fails on every item fails the gate', async () => {
  expect(await judgeQuality(createRuns(isMostlyRight, () => null))).toEqual({ before: 'pass', after: 'fail' });
});

test.each([
  ['an accuracy', [top1]],
  ['another score', [{ id: 'mean', compute: top1.compute }]],
])('with too few items, the gate of a change in %s is undecided', async (_, metrics) => {
  const { before, after, blocks } = createRuns(isMostlyRight, isMostlyRight);
  const gates = await judgeQuality({ before: before.slice(0, 10), after: after.slice(0, 10), blocks, metrics });
  expect(gates).toEqual({ before: 'pass', after: 'undecided' });
});
