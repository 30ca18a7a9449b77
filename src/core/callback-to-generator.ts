import { AppError } from './errors/error.ts';

/**
 * Turns a call that reports parts of its result to a callback into a generator of them, which returns the result.
 * @param call `abandoned` aborts if the generator is ended early
 * @throws whatever the call throws
 */
export async function* callbackToGenerator<Part, Result>(
  call: (onPart: (part: Part) => void, abandoned: AbortSignal) => Promise<Result>,
): AsyncGenerator<Part, Result> {
  const parts: Part[] = [];
  let wake = () => {};
  let isDone = false;
  const abandon = new AbortController();
  const onPart = (part: Part) => {
    parts.push(part);
    wake();
  };
  const calling = call(onPart, abandon.signal).finally(() => {
    isDone = true;
    wake();
  });
  calling.catch(() => {}); // awaited below
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      yield* parts.splice(0);
      if (isDone) break;
      await woken;
    }
    yield* parts.splice(0);
    return await calling;
  } finally {
    abandon.abort(new AppError('aborted'));
  }
}
