/**
 * The size of a copy in bytes, which exceeds the last-level cache of laptops and phones, so that copies reach memory.
 */
const copiedBytes = 64 * 2 ** 20;

/**
 * Measures the memory bandwidth of one thread, in bytes read and written per second, by the fastest copy within
 * `budgetMs`.
 */
export function measureCopyBytesPerS(budgetMs: number): number {
  const sourceBytes = new Uint8Array(copiedBytes).fill(1); // written, because unwritten pages all map to one zero page
  const targetBytes = new Uint8Array(copiedBytes).fill(2);
  const endMs = performance.now() + budgetMs;
  let bestMs = Infinity;
  do {
    const startMs = performance.now();
    targetBytes.set(sourceBytes);
    bestMs = Math.min(bestMs, performance.now() - startMs);
  } while (performance.now() < endMs);
  return (2 * copiedBytes * 1000) / bestMs;
}
