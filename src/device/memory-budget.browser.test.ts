import { expect, test } from 'vitest';
import { allocateOnGpu, growHeap } from './memory-budget.ts';

const MiB = 2 ** 20;

test('grows a heap as far as it may, and no further', () => {
  expect(growHeap(300 * MiB)).toBe(300 * MiB);
  // A wasm memory of 32-bit addresses ends at 4 GiB (WebAssembly core specification, 2.5.5: 2^16 pages of 64 KiB).
  expect(growHeap(9 * 1024 * MiB)).toBeLessThanOrEqual(4096 * MiB);
});

test('allocates GPU memory up to the limit asked for and gives it back', async ({ skip }) => {
  const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter() : null;
  if (!adapter) skip('there is no WebGPU adapter');
  for (let round = 0; round < 4; round++) expect(await allocateOnGpu(300 * MiB)).toBe(300 * MiB);
});
