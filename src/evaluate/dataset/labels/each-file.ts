import { AppError } from '#core/errors/error.ts';
import { ProblemList, type LayoutOptions } from '../layouts/layout.ts';

/** Files that are read at the same time: enough to hide the time that each takes to open. */
const concurrency = 16;

/**
 * Calls `read` for each path, several at a time. A label file that cannot be read is a problem of its item alone.
 * @param problems receives the problems in the order of the paths
 * @param read returns `null` to leave the path out
 * @returns the results in the order of the paths
 * @throws what `read` throws other than labels-invalid, and AbortError after `signal` aborts
 */
export async function readEachFile<T>(
  paths: readonly string[],
  { signal, onProgress }: Pick<LayoutOptions, 'signal' | 'onProgress'>,
  problems: ProblemList,
  read: (path: string, problems: ProblemList) => Promise<T | null>,
): Promise<T[]> {
  const results: (T | null)[] = [];
  const lists = paths.map(() => new ProblemList());
  let [next, done] = [0, 0];
  const processNext = async () => {
    for (let index = next++; index < paths.length; index = next++) {
      signal?.throwIfAborted();
      const list = lists[index]!;
      results[index] = await read(paths[index]!, list).catch((error: unknown) => recordProblem(error, list));
      onProgress?.(++done, paths.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, processNext));
  for (const { code, paths } of lists.flatMap((list) => list.list())) problems.addAll(code, paths);
  return results.filter((result) => result !== null);
}

function recordProblem(error: unknown, problems: ProblemList): null {
  if (!(error instanceof AppError) || error.code !== 'labels-invalid') throw error;
  problems.add('label-file-invalid', String(error.facts['file']));
  return null;
}
