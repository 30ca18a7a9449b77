import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { delay } from '#core/delay.ts';
import { chooseThreads, ThreadWatch } from './choose-threads.ts';

test('chooses the number of threads with the highest token rate', async () => {
  let threads = 0;
  // Simulates a machine whose other core is busy: only one thread is fast.
  const generateToken = () => delay(threads === 1 ? 1 : 100);
  expect(await chooseThreads(generateToken, (count) => (threads = count), 200)).toBe(1);
});

test('tries all threads first, and one thread last', async () => {
  const threadCounts: number[] = [];
  await chooseThreads(
    () => delay(1),
    (count) => threadCounts.push(count),
    10,
  );
  expect(threadCounts[0]).toBe(availableParallelism());
  expect(threadCounts.at(-1)).toBe(1);
});

describe('ThreadWatch', () => {
  /** @param costs the CPU time of each token in milliseconds */
  const watchThreads = (threads: number, costs: readonly number[]) => {
    let cpuMs = 0;
    const appliedCounts: number[] = [];
    const watch = new ThreadWatch(
      threads,
      (count) => appliedCounts.push(count),
      () => cpuMs,
    );
    watch.startWindow();
    for (const cost of costs) {
      cpuMs += cost;
      watch.onToken();
    }
    return { appliedCounts, threads: watch.threads };
  };
  const tokens = (count: number, cost: number) => Array.from({ length: count }, () => cost);

  test('keeps all threads while the CPU time per token varies moderately', () => {
    expect(watchThreads(4, [...tokens(32, 12), ...tokens(32, 40)])).toEqual({ appliedCounts: [], threads: 4 });
  });

  // Measurements from `choose-threads.ts`: 12 ms per token on a quiet machine, 130 ms with another process on a core.
  test('uses one thread fewer once the CPU time per token multiplies', () => {
    expect(watchThreads(4, [...tokens(32, 12), ...tokens(16, 130)])).toEqual({ appliedCounts: [3], threads: 3 });
  });

  test('never goes below one thread', () => {
    expect(watchThreads(1, [...tokens(32, 12), ...tokens(64, 930)])).toEqual({ appliedCounts: [], threads: 1 });
  });
});
