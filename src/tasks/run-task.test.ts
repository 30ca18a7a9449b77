import { describe, expect, test } from 'vitest';
import type { Graph, Pipeline, GraphSignature } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { defineSingleGraph } from './single-graph.ts';
import { bindTask } from './run-task.ts';

const createTensor = (value: number) => ({ dtype: 'float32', shape: [1], data: new Float32Array([value]) }) as const;
const facts: GraphSignature = { inputs: [], outputs: [] };

/** A clock that advances only by `takeTime`. */
function createClock() {
  let nowMs = 100;
  const takeTime = <T>(ms: number, value: T): T => {
    nowMs += ms;
    return value;
  };
  return { now: () => nowMs, takeTime };
}

function fakeGraph(run: (inputs: Tensors) => Tensors): Graph {
  return { facts, run: async (inputs) => run(inputs), readHeader: () => Promise.reject(new Error('not called')) };
}

test('a task of one graph returns the result for its input, with the times of its three phases', async () => {
  const { now, takeTime } = createClock();
  const doubling = defineSingleGraph<number, number>({
    check: () => {},
    encode: (input) => takeTime(3, { x: createTensor(input) }),
    decode: ({ y }) => takeTime(7, Number(y?.data[0])),
    score: () => 1,
  });
  const model = fakeGraph(({ x }) => takeTime(50, { y: createTensor(2 * Number(x?.data[0])) }));
  const pipeline = await bindTask(doubling, { graphs: { model }, files: {} }, now);
  expect(await pipeline.run(21)).toEqual({
    result: 42,
    timing: { preMs: 3, inferenceMs: 50, postMs: 7 },
    graphRuns: { model: 1 },
  });
});

describe('a task of two graphs, one of which runs for each item', () => {
  const { now, takeTime } = createClock();
  const pipeline: Pipeline<number, number> & { bound: Partial<Record<string, Graph>> } = {
    bound: {},
    async run(count, { onPartial }) {
      takeTime(2, null);
      await this.bound['first']!.run({});
      for (let item = 1; item <= count; item++) {
        takeTime(1, null);
        await this.bound['second']!.run({});
        onPartial?.(item);
      }
      return takeTime(4, count);
    },
  };
  const definition = {
    bind: ({ graphs }: { graphs: Partial<Record<string, Graph>> }) => Object.assign(pipeline, { bound: graphs }),
  };
  const graphs = { first: fakeGraph(() => takeTime(10, {})), second: fakeGraph(() => takeTime(5, {})) };

  test('counts the runs of each, sums their times and reports partial results', async () => {
    const partial: number[] = [];
    const bound = await bindTask(definition, { graphs, files: {} }, now);
    // 10 + 3 * 5 in the graphs; 3 * 1 between their runs and 4 after the last.
    expect(await bound.run(3, { onPartial: (result) => partial.push(result) })).toEqual({
      result: 3,
      timing: { preMs: 2, inferenceMs: 25, postMs: 7 },
      graphRuns: { first: 1, second: 3 },
    });
    expect(partial).toEqual([1, 2, 3]);
  });

  test('stops before the next graph run when aborted', async () => {
    const stop = new AbortController();
    const bound = await bindTask(definition, { graphs, files: {} }, now);
    const partial: number[] = [];
    const onPartial = (result: number) => {
      partial.push(result);
      if (result === 2) stop.abort();
    };
    await expect(bound.run(5, { onPartial, signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(partial).toEqual([1, 2]);
  });
});
