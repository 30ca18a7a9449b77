import { expect, test } from 'vitest';
import { threadsFor } from './threads.ts';

// From three cores on as onnxruntime-web 1.30's `lib/backend-wasm.ts` chooses by itself: min(4, ceil(cores / 2)).
test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 2],
  [6, 3],
  [8, 4],
  [64, 4],
])('on %i cores the engine takes %i threads where none are asked for', (cores, threads) => {
  expect(threadsFor(undefined, cores)).toBe(threads);
});

test.each([
  [0, 1],
  [3, 3],
  [9, 4],
])('where %i threads are asked for on four cores, %i are taken', (wanted, threads) => {
  expect(threadsFor(wanted, 4)).toBe(threads);
});
