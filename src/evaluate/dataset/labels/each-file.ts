import { AppError } from '#core/errors/error.ts';
import { ProblemList, type LayoutOptions } from '../layouts/layout.ts';

/** Number of files read at the same time, enough to hide the time to open each. Heuristic, not measured. */
const concurrency = 16;

/**
 * Calls `read` for each path, several at a time. An invalid label file is recorded as a problem and only its item is
 * omitted.
 * @param problems receives the problems in path order
 * @param read returns `null` to omit the path
 * @returns the results in path order
 * @throws errors from `read` except labels-invalid | AbortError after `signal` is aborted
 */
export async function readEachFile<T>(
  paths: readonly string[],
  { signal, onProgress }: Pick<LayoutOptions, 'signal' | 'onProgress'>,
  problems: ProblemList,
  read: (path: string, problems: ProblemList) => Promise<T | null>,
): Promise<T[]> {
  const results: (T | null)[] = [];
  const problemLists = paths.map(() => new ProblemList());
  let [nextIndex, doneCount] = [0, 0];
  const processNext = async () => {
    for (let index = nextIndex++; index < paths.length; index = nextIndex++) {
      signal?.throwIfAborted();
      const fileProblems = problemLists[index]!;
      results[index] = await read(paths[index]!, fileProblems).catch((error: unknown) =>
        recordProblem(error, fileProblems),
      );
      onProgress?.(++doneCount, paths.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, processNext));
  for (const { code, paths } of problemLists.flatMap((entry) => entry.list())) problems.addAll(code, paths);
  return results.filter((result) => result !== null);
}

function recordProblem(error: unknown, problems: ProblemList): null {
  if (!(error instanceof AppError) || error.code !== 'labels-invalid') throw error;
  problems.add('label-file-invalid', String(error.facts['file']));
  return null;
}
