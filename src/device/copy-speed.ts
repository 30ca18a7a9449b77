/** Size in bytes: larger than the last-level cache of a laptop or phone, so the copies reach memory. */
const copiedBytes = 64 * 2 ** 20;

/** Memory bandwidth of one thread in bytes per second, read and written: the best of the copies within `budgetMs`. */
export function measureCopyBytesPerS(budgetMs: number): number {
  const sourceBytes = new Uint8Array(copiedBytes).fill(1); // written to, since untouched pages all map to one zero page
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
