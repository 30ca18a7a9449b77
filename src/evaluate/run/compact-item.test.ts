import { deserialize, serialize, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { median } from '#statistics/quantiles.ts';
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

test('rebuilt items take at least a quarter less memory than received ones', () => {
  setFlagsFromString('--expose-gc');
  const collectOnce = runInNewContext('gc') as () => void;
  const collect = () => {
    collectOnce();
    collectOnce(); // what the first collection only made unreachable
  };
  const count = 5_000;
  const paths = Array.from({ length: count }, (_, index) => createItem(index).path);
  const compact = createItemCompactor();
  const measureBytes = (createRetained: (index: number) => EvaluatedItem): number => {
    const retained: EvaluatedItem[] = [];
    collect();
    const beforeBytes = process.memoryUsage().heapUsed;
    for (let index = 0; index < count; index++) retained.push(createRetained(index));
    collect();
    const bytes = process.memoryUsage().heapUsed - beforeBytes;
    expect(retained).toHaveLength(count); // and keeps them from being collected before
    return bytes;
  };
  const measureRatio = (): number => {
    const receivedBytes = measureBytes((index) => receive(createItem(index)));
    return measureBytes((index) => compact(receive(createItem(index)), paths[index]!)) / receivedBytes;
  };
  // Other memory of the process is freed or compiled meanwhile, so the median of several ratios is judged.
  expect(median(Array.from({ length: 5 }, measureRatio))).toBeLessThan(0.75);
});
