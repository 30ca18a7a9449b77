import { describe, expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { BatchTimes } from './batch-times.ts';
import { Batcher } from './batcher.ts';

const createInputs = (...values: number[]): Tensors => ({
  x: { dtype: 'float32', shape: [values.length, 1], data: Float32Array.from(values) },
});
const readOutputs = (outputs: Tensors) => [...(outputs['y']!.data as Float32Array)];
const neverAborted = new AbortController().signal;

/** A model whose runs the test can block. */
class BlockableModel {
  /** The inputs of every run, in order. */
  readonly runs: number[][] = [];
  readonly compute: (values: number[]) => number[];
  #blocked: Promise<void> | null = null;

  constructor(compute = (values: number[]) => values.map((value) => 2 * value)) {
    this.compute = compute;
  }

  /** Blocks runs until the returned function is called. */
  block(): () => void {
    let release = () => {};
    this.#blocked = new Promise((resolve) => (release = resolve));
    return () => {
      this.#blocked = null;
      release();
    };
  }

  readonly run = async (inputs: Tensors, signal: AbortSignal): Promise<Tensors> => {
    const values = [...(inputs['x']!.data as Float32Array)];
    this.runs.push(values);
    await (this.#blocked ?? new Promise(setImmediate));
    if (signal.aborted) throw new AppError('aborted');
    const data = Float32Array.from(this.compute(values));
    return { y: { dtype: 'float32', shape: [data.length, 1], data } };
  };
}

/** `maxWaitMs` is longer than any pause between two statements on a busy machine. */
const settings = { maxBatchSize: 4, maxWaitMs: 200 };

/** Sends concurrent requests, which wait while the first runs. */
async function runConcurrently(
  model: BlockableModel,
  batcher: Batcher,
  values: readonly number[],
): Promise<number[][]> {
  const release = model.block();
  const answers = values.map((value) => batcher.run(createInputs(value), neverAborted));
  await new Promise(setImmediate);
  release();
  return (await Promise.all(answers)).map(readOutputs);
}

describe('Batcher', () => {
  test('combines waiting requests up to the limit, and returns to each its own outputs', async () => {
    const model = new BlockableModel();
    const batcher = new Batcher(model.run, settings);
    await runConcurrently(model, batcher, [1, 2, 3]); // the first batch is compared with single runs
    expect(model.runs).toEqual([[1], [2, 3], [2], [3]]);
    model.runs.length = 0;
    const answers = await runConcurrently(model, batcher, [1, 2, 3, 4, 5, 6]);
    expect(answers).toEqual([[2], [4], [6], [8], [10], [12]]);
    expect(model.runs.map(({ length }) => length)).toEqual([2, 4]); // the batch waits for as many requests as were in flight before
  });

  test('does not delay the requests of a single client', async () => {
    const batcher = new Batcher(new BlockableModel().run, { maxBatchSize: 8, maxWaitMs: 60_000 });
    for (let run = 0; run < 3; run++)
      expect(readOutputs(await batcher.run(createInputs(run), neverAborted))).toEqual([2 * run]);
  });

  test('lets a request wait no longer than the time limit', async () => {
    const model = new BlockableModel();
    const batcher = new Batcher(model.run, settings);
    await runConcurrently(model, batcher, [1, 2, 3]);
    const startedMs = performance.now();
    expect(readOutputs(await batcher.run(createInputs(7), neverAborted))).toEqual([14]);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(190); // timers may be early by a few ms
  });

  test('does not combine requests of different shapes, and runs the oldest first', async () => {
    const model = new BlockableModel();
    const batcher = new Batcher(model.run, settings);
    await runConcurrently(model, batcher, [1, 2, 3]);
    model.runs.length = 0;
    const wide: Tensors = { x: { dtype: 'float32', shape: [1, 2], data: Float32Array.of(8, 9) } };
    const release = model.block();
    const answers = [createInputs(1), createInputs(2), wide, createInputs(3)].map((inputs) =>
      batcher.run(inputs, neverAborted),
    );
    release();
    await Promise.all(answers);
    expect(model.runs).toEqual([[1, 2], [8, 9], [3]]);
  });

  test('removes an aborted request from its batch without affecting others', async () => {
    const model = new BlockableModel();
    const batcher = new Batcher(model.run, { maxBatchSize: 4, maxWaitMs: 5 });
    await runConcurrently(model, batcher, [1, 2, 3]);
    model.runs.length = 0;
    const release = model.block();
    const controllers = [1, 2, 3].map(() => new AbortController());
    const answers = controllers.map(({ signal }, index) => batcher.run(createInputs(index), signal));
    const later = new AbortController();
    const waitingRun = batcher.run(createInputs(9), later.signal);
    later.abort(new AppError('aborted'));
    controllers[1]!.abort(new AppError('aborted'));
    await expect(answers[1]).rejects.toMatchObject({ code: 'aborted' });
    await expect(waitingRun).rejects.toMatchObject({ code: 'aborted' });
    release();
    expect(readOutputs(await answers[0]!)).toEqual([0]);
    expect(readOutputs(await answers[2]!)).toEqual([4]);
    expect(model.runs.flat()).not.toContain(9);
  });

  test('fails only the faulty request of a batch', async () => {
    const model = new BlockableModel((values) => {
      if (values.includes(13)) throw new AppError('engine-died', { engine: 'ort' });
      return values;
    });
    const batcher = new Batcher(model.run, settings);
    await runConcurrently(model, batcher, [1, 2, 3]);
    const release = model.block();
    const answers = [4, 13, 5].map((value) => batcher.run(createInputs(value), neverAborted));
    release();
    const settled = await Promise.allSettled(answers);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test.each<[string, (values: number[]) => number[]]>([
    ['whose rows affect each other', (values) => values.map((value) => value - Math.max(...values))],
    ['with fewer output rows than input rows', (values) => values.slice(0, 1)],
    [
      'that accepts only one row',
      (values) => {
        if (values.length > 1) throw new AppError('input-invalid');
        return values;
      },
    ],
  ])('stops batching a model %s, and returns the outputs of single runs', async (_, compute) => {
    const model = new BlockableModel(compute);
    const batcher = new Batcher(model.run, settings);
    const first = await runConcurrently(model, batcher, [1, 2, 3]);
    model.runs.length = 0;
    const second = await runConcurrently(model, batcher, [1, 2, 3]);
    expect([first, second]).toEqual([1, 2].map(() => [1, 2, 3].map((value) => compute([value]))));
    expect(model.runs).toEqual([[1], [2], [3]]);
  });
});

test('limits batches to sizes in which a row is faster than alone', () => {
  const times = new BatchTimes(8);
  times.add(1, 10);
  for (let run = 0; run < 3; run++) times.add(8, 100);
  expect(times.maxRows).toBe(4);
  for (let run = 0; run < 3; run++) times.add(4, 30);
  expect(times.maxRows).toBe(4);
  for (const rowCount of [3, 2]) for (let run = 0; run < 3; run++) times.add(rowCount, 100);
  expect(times.maxRows).toBe(4);
});
