import { afterEach, expect, test, vi } from 'vitest';
import { allocateOnGpu, growHeap } from './memory-budget.ts';

const MiB = 2 ** 20;

afterEach(() => vi.restoreAllMocks());

test('a wasm heap grows to the requested size', () => {
  expect(growHeap(300 * MiB)).toBe(300 * MiB);
});

test('a wasm heap does not grow beyond 4 GiB', () => {
  const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockReturnValue(0);
  // A wasm memory of 32-bit addresses ends there (WebAssembly core specification, 2.5.5: 2^16 pages of 64 KiB).
  expect(growHeap(9 * 1024 * MiB)).toBe(4096 * MiB);
  const [first, ...others] = grow.mock.calls.map(([pages]) => pages);
  expect(others.reduce((sum, pages) => sum + pages, first ?? 0)).toBe(2 ** 16 - 1); // the memory initially has one page
});

test('a wasm heap keeps its size if growth fails', () => {
  const { grow } = WebAssembly.Memory.prototype;
  let grown = 0;
  vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(function (this: WebAssembly.Memory, pages) {
    if (grown + pages > 5000) throw new RangeError('rejected');
    grown += pages;
    return grow.call(this, pages);
  });
  const heapBytes = growHeap(1024 * MiB);
  expect(grown).toBeGreaterThan(0);
  expect(heapBytes).toBe((1 + grown) * 65_536);
});

test('GPU memory is allocated up to the requested limit and freed, four times', async ({ skip }) => {
  const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter() : null;
  if (!adapter) skip('there is no WebGPU adapter');
  for (let round = 0; round < 4; round++) expect(await allocateOnGpu(300 * MiB)).toBe(300 * MiB);
});
