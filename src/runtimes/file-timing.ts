/** What the browser reports about a file that it loaded for this thread. */
export type FileTiming = Pick<
  PerformanceResourceTiming,
  'name' | 'startTime' | 'duration' | 'transferSize' | 'encodedBodySize'
>;

const isCode = /\.(m?js|wasm)(\?|$)/;

/**
 * Where the code of this thread's engine came from: the network, or a cache of this browser (its own or a service
 * worker's; both report no transferred bytes). Code comes in many files, so the majority of bytes decides. `undefined`
 * if the browser does not report sizes.
 */
export function describeTiming(timings: readonly FileTiming[]): 'network' | 'cache' | undefined {
  let [fetched, all] = [0, 0];
  for (const { name, transferSize, encodedBodySize } of timings) {
    if (!isCode.test(name)) continue;
    all += encodedBodySize;
    if (transferSize >= encodedBodySize) fetched += encodedBodySize; // revalidating a cached file transfers less
  }
  if (all === 0) return undefined;
  return 2 * fetched > all ? 'network' : 'cache';
}

/** Milliseconds that loading `url` took if it started at `sinceMs` or later; 0 if it was loaded before. */
export function loadDurationMs(timings: readonly FileTiming[], url: string, sinceMs: number): number {
  return timings.findLast(({ name, startTime }) => name === url && startTime >= sinceMs)?.duration ?? 0;
}

/** Timings of all files that this thread has loaded so far. */
export function listFileTimings(): readonly FileTiming[] {
  return performance.getEntriesByType('resource') as PerformanceResourceTiming[];
}
