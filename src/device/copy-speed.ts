/** Larger than any last-level cache that a laptop or phone has, so that the copies reach memory. */
const copiedBytes = 64 * 2 ** 20;

/** Memory bandwidth of one thread, in bytes a second: the best of the copies that fit in `boxMs`, read and write both counted. */
export function measureCopyBytesPerS(boxMs: number): number {
  const from = new Uint8Array(copiedBytes).fill(1); // touched, or the pages would all be the one empty page
  const to = new Uint8Array(copiedBytes).fill(2);
  const endMs = performance.now() + boxMs;
  let bestMs = Infinity;
  do {
    const startMs = performance.now();
    to.set(from);
    bestMs = Math.min(bestMs, performance.now() - startMs);
  } while (performance.now() < endMs);
  return (2 * copiedBytes * 1000) / bestMs;
}
