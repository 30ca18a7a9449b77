/** The browser's timing of a file that this thread loaded. */
export type FileTiming = Pick<
  PerformanceResourceTiming,
  'name' | 'startTime' | 'duration' | 'transferSize' | 'encodedBodySize'
>;

const isCode = /\.(m?js|wasm)(\?|$)/;

/**
 * Detects where most bytes of this thread's engine code came from: the network, or a cache (the HTTP cache or the
 * service worker's, which both report no transferred bytes). `undefined` if the browser does not report sizes.
 */
export function detectCodeSource(timings: readonly FileTiming[]): 'network' | 'cache' | undefined {
  let [fetchedBytes, totalBytes] = [0, 0];
  for (const { name, transferSize, encodedBodySize } of timings) {
    if (!isCode.test(name)) continue;
    totalBytes += encodedBodySize;
    if (transferSize >= encodedBodySize) fetchedBytes += encodedBodySize; // a revalidated file transfers less
  }
  if (totalBytes === 0) return undefined;
  return 2 * fetchedBytes > totalBytes ? 'network' : 'cache';
}

/** Returns the time in milliseconds that it took to load `url`; 0 if loading started before `sinceMs`. */
export function getLoadDurationMs(timings: readonly FileTiming[], url: string, sinceMs: number): number {
  return timings.findLast(({ name, startTime }) => name === url && startTime >= sinceMs)?.duration ?? 0;
}

/** Lists the timings of all files that this thread has loaded so far. */
export function listFileTimings(): readonly FileTiming[] {
  return performance.getEntriesByType('resource') as PerformanceResourceTiming[];
}
