import { expect, test } from 'vitest';
import type { SessionFacts } from '#core/runtime.ts';
import type { Task } from '#core/task.ts';
import { runTask } from './run-task.ts';

const tensor = (value: number) => ({ dtype: 'float32', shape: [1], data: new Float32Array([value]) }) as const;

test('a task gives the result of its input, with the times of its three parts', async () => {
  let nowMs = 100;
  const taking = <T>(ms: number, value: T): T => {
    nowMs += ms;
    return value;
  };
  const doubling: Task<number, number> = {
    id: 'digits',
    check: () => {},
    encode: (input) => taking(3, { x: tensor(input) }),
    decode: ({ y }) => taking(7, Number(y?.data[0])),
    score: () => 1,
  };
  const session = {
    facts: { inputs: [], outputs: [] } as unknown as SessionFacts,
    run: async ({ x }: Parameters<typeof doubling.decode>[0]) => taking(50, { y: tensor(2 * Number(x?.data[0])) }),
  };
  expect(await runTask(doubling, session, 21, () => nowMs)).toEqual({
    result: 42,
    timing: { preMs: 3, inferenceMs: 50, postMs: 7 },
  });
});
