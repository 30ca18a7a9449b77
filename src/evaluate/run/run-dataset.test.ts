import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { GroundTruth } from '#core/task/evaluation.ts';
import { runDataset, type EvaluatedBlock } from './run-dataset.ts';

interface Item {
  readonly path: string;
  readonly truth: GroundTruth | null;
}
const label = (name: string): GroundTruth => ({ kind: 'class', label: name });
const createItems = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({ path: `${index}.png`, truth: label('cat') }));

/** Creates a model that advances a simulated clock by `msPerItem` and crashes on the paths in `faults`. */
function createFakeModel(clock: { ms: number }, name: string, calls: string[], msPerItem = 10, faults: string[] = []) {
  return {
    async evaluate(
      items: readonly Item[],
      { returnGroundTruth }: { returnGroundTruth: boolean },
    ): Promise<EvaluatedItem[]> {
      calls.push(`${name} ${items.map(({ path }) => path.replace('.png', '')).join()}`);
      clock.ms += msPerItem * items.length;
      if (items.some(({ path }) => faults.includes(path))) throw new AppError('out-of-memory');
      return items.map(({ path, truth }) => ({
        path,
        sha256: '',
        outcome: truth,
        timing: { preMs: 1, inferenceMs: msPerItem, postMs: 0 },
        ...(returnGroundTruth && { truth: label(`of ${name}`) }),
      }));
    },
  };
}

function run(
  items: readonly Item[],
  options: { msPerItem?: number; faults?: string[]; asGroundTruth?: boolean; pair?: boolean; stopAfter?: number },
) {
  const clock = { ms: 0 };
  const calls: string[] = [];
  const blocks: EvaluatedBlock[] = [];
  const progress: (readonly [done: number, remainingMs: number])[] = [];
  const controller = new AbortController();
  const hasBaseline = options.asGroundTruth === true || options.pair === true;
  const finished = runDataset({
    items,
    candidate: createFakeModel(clock, 'B', calls, options.msPerItem, options.faults),
    baseline: hasBaseline ? createFakeModel(clock, 'A', calls, options.msPerItem) : null,
    baselineIsGroundTruth: options.asGroundTruth === true,
    signal: controller.signal,
    shouldContinue: async () => progress.length < (options.stopAfter ?? Infinity),
    onBlock: (block, { done, remainingMs }) => void (blocks.push(block), progress.push([done, remainingMs])),
    now: () => clock.ms,
  });
  return { finished, calls, blocks, progress, controller };
}

test('grows blocks to about half a second and estimates the remaining time', async () => {
  const { finished, calls, progress } = run(createItems(200), { msPerItem: 20 });
  await finished;
  expect(calls.map((call) => call.split(',').length)).toEqual([1, 2, 4, 8, 16, 25, 25, 25, 25, 25, 25, 19]);
  expect(progress.at(0)).toEqual([1, 199 * 20]);
  expect(progress.at(-1)).toEqual([200, 0]);
});

test('runs one item per block of a slow model', async () => {
  const { finished, calls } = run(createItems(3), { msPerItem: 2000 });
  await finished;
  expect(calls).toEqual(['B 0', 'B 1', 'B 2']);
});

test('interleaves blocks as ABBA with a baseline', async () => {
  const { finished, calls } = run(createItems(4), { msPerItem: 300, pair: true });
  await finished;
  expect(calls).toEqual(['B 0', 'A 0', 'A 1', 'B 1', 'B 2', 'A 2', 'A 3', 'B 3']);
});

test('scores the candidate against the results of the baseline without labels', async () => {
  const { finished, blocks, calls } = run([{ path: '0.png', truth: null }], { asGroundTruth: true });
  await finished;
  expect(calls).toEqual(['A 0', 'B 0']);
  expect(blocks[0]?.candidate[0]).toMatchObject({ outcome: label('of A') });
  expect(blocks[0]?.baseline?.[0]).not.toHaveProperty('truth');
});

test('records an item that crashes the engine as failed and repeats the others of its block', async () => {
  const { finished, blocks } = run(createItems(7), { faults: ['4.png'] });
  await finished;
  const results = blocks.flatMap(({ candidate }) => candidate);
  expect(results.map(({ path }) => path)).toEqual(createItems(7).map(({ path }) => path));
  expect(results.filter((item) => 'error' in item)).toEqual([
    { path: '4.png', sha256: null, error: { code: 'out-of-memory', facts: {} } },
  ]);
});

test('ends the run with the engine error after three consecutive crashes', async () => {
  const { finished, blocks } = run(createItems(9), { faults: ['3.png', '4.png', '5.png'] });
  await expect(finished).rejects.toMatchObject({ code: 'out-of-memory' });
  expect(blocks.flatMap(({ candidate }) => candidate)).toHaveLength(3);
});

test('keeps the completed blocks of a stopped run', async () => {
  const { finished, blocks } = run(createItems(9), { msPerItem: 2000, stopAfter: 2 });
  await finished;
  expect(blocks).toHaveLength(2);
});

test('ends a cancelled run before the next block', async () => {
  const { finished, controller, calls } = run(createItems(9), {});
  controller.abort();
  await expect(finished).rejects.toMatchObject({ code: 'aborted' });
  expect(calls).toEqual([]);
});

test('a small dataset with a baseline has at least six blocks after the warm-up, which a comparison of speeds needs', async () => {
  for (const [items, sizes] of [
    [7, [1, 1, 1, 1, 1, 1, 1]],
    [30, [1, ...Array.from({ length: 14 }, () => 2), 1]],
  ] as const) {
    const { finished, blocks } = run(createItems(items), { msPerItem: 1, pair: true });
    await finished;
    expect(blocks.map(({ candidate }) => candidate.length)).toEqual(sizes);
  }
});
