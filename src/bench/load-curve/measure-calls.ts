/** Calls of a size are made for this long, and at least so many by each caller. */
export interface CallOptions {
  run(): Promise<unknown>;
  readonly callers: number;
  readonly durationMs: number;
  readonly now: () => number;
  /** Counts a failed call, after which its caller stops; without it, a failure ends the measurement. */
  readonly onFailure?: (thrown: unknown) => void;
}

/** What calls of one size took. */
export interface Calls {
  readonly timesMs: readonly number[];
  /** Time from the first call to the last answer. */
  readonly elapsedMs: number;
}

const minCalls = 3;

/** Each caller sends the next call when it has the answer; its first one is a warm-up, which is not timed. */
export async function measureCalls({ run, callers, durationMs, now, onFailure }: CallOptions): Promise<Calls> {
  const everyone = (call: () => Promise<void>) => Promise.all(Array.from({ length: callers }, call));
  const answers = async () => {
    try {
      await run();
      return true;
    } catch (thrown) {
      if (!onFailure) throw thrown;
      onFailure(thrown);
      return false;
    }
  };
  await everyone(async () => void (await answers()));
  const timesMs: number[] = [];
  const startMs = now();
  await everyone(async () => {
    for (let count = 0; count < minCalls || now() - startMs < durationMs; count++) {
      const calledMs = now();
      if (!(await answers())) return;
      timesMs.push(now() - calledMs);
    }
  });
  return { timesMs, elapsedMs: now() - startMs };
}
