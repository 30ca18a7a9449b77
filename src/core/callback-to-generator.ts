import { AppError } from './errors/error.ts';

/**
 * Converts a call that reports chunks to a callback into a generator that yields the chunks and returns the call's
 * result.
 * @param call receives the signal `abandoned`, which aborts if the consumer leaves the generator early
 * @throws the error of the call
 */
export async function* callbackToGenerator<Chunk, Result>(
  call: (onChunk: (chunk: Chunk) => void, abandoned: AbortSignal) => Promise<Result>,
): AsyncGenerator<Chunk, Result> {
  const chunks: Chunk[] = [];
  let wake = () => {};
  let hasEnded = false;
  const abandon = new AbortController();
  const onChunk = (chunk: Chunk) => {
    chunks.push(chunk);
    wake();
  };
  const result = call(onChunk, abandon.signal).finally(() => {
    hasEnded = true;
    wake();
  });
  result.catch(() => {}); // awaited below
  try {
    for (;;) {
      const wakeUp = new Promise<void>((resolve) => (wake = resolve));
      yield* chunks.splice(0);
      if (hasEnded) break;
      await wakeUp;
    }
    yield* chunks.splice(0);
    return await result;
  } finally {
    abandon.abort(new AppError('aborted'));
  }
}
