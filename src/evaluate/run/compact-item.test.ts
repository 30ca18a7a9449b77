import { deserialize, serialize, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { createItemCompactor } from './compact-item.ts';

/** An item of a classifier with ten classes. */
function createItem(index: number): EvaluatedItem {
  const variation = index * 1e-7;
  return {
    path: `folder/${index}.png`,
    sha256: index.toString(16).padStart(64, '0'),
    outcome: {
      truth: `class ${index % 10}`,
      predictions: Array.from({ length: 5 }, (_, rank) => `class ${(index + rank) % 10}`),
      confidence: 0.9 + variation,
      probabilities: Array.from({ length: 10 }, (_, rank) => 1 / (rank + 2) + variation),
      truthProbability: null,
    },
    timing: { preMs: 1.25 + variation, inferenceMs: 2.5 + variation, postMs: 0.125 + variation },
  };
}

/** Copies a value as `postMessage` does. */
const receive = <Value>(value: Value): Value => deserialize(serialize(value)) as Value;

test('a rebuilt item equals the received one', () => {
  const compact = createItemCompactor();
  const items: EvaluatedItem[] = [
    createItem(3),
    { ...createItem(4), maskSha256: 'ab'.repeat(32), outcome: { counts: Uint32Array.of(1, 2), score: Number.NaN } },
    { path: 'a', sha256: null, error: { code: 'input-invalid', facts: { reason: 'not-an-image' } } },
    { ...createItem(5), outcome: null },
  ];
  for (const item of items) expect(compact(receive(item), item.path)).toEqual(item);
  expect(compact(receive(createItem(6)), 'another').path).toBe('folder/6.png');
});

test('rebuilt items take at least 15% less memory than received ones', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const count = 5_000;
  const measureBytes = (create: () => readonly EvaluatedItem[]): number => {
    collect();
    const beforeBytes = process.memoryUsage().heapUsed;
    const retained = create();
    collect();
    const bytes = process.memoryUsage().heapUsed - beforeBytes;
    expect(retained).toHaveLength(count);
    return bytes;
  };
  const paths = Array.from({ length: count }, (_, index) => createItem(index).path);
  const receiveAll = () => paths.map((_, index) => receive(createItem(index)));
  measureBytes(receiveAll); // compiles the code
  const compact = createItemCompactor();
  const receivedBytes = measureBytes(receiveAll);
  const rebuiltBytes = measureBytes(() => paths.map((path, index) => compact(receive(createItem(index)), path)));
  expect(rebuiltBytes / receivedBytes).toBeLessThan(0.85);
});
