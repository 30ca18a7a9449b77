import type { LayoutOptions } from './layout.ts';

/** Files that are read at the same time: enough to hide the time that each takes to open. */
const concurrency = 16;

/**
 * Calls `read` for each path, several at a time, and returns its results in the order of the paths.
 * @throws what `read` throws, and AbortError after `signal` aborts
 */
export async function forEachFile<T>(
  paths: readonly string[],
  { signal, onProgress }: Pick<LayoutOptions, 'signal' | 'onProgress'>,
  read: (path: string) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    for (let index = next++; index < paths.length; index = next++) {
      signal?.throwIfAborted();
      results[index] = await read(paths[index]!);
      onProgress?.(++done, paths.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
}
