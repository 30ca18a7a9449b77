/** The calls of one size, which last at least `durationMs` and {@link minCalls} per caller. */
export interface CallOptions {
  run(): Promise<unknown>;
  readonly callers: number;
  readonly durationMs: number;
  readonly now: () => number;
  /** Counts a failed call, after which its caller stops; if absent, a failure ends the measurement. */
  readonly onFailure?: (thrown: unknown) => void;
}

/** The durations of calls of one size. */
export interface Calls {
  readonly timesMs: readonly number[];
  /** Time from the start of the first call to the end of the last. */
  readonly elapsedMs: number;
}

const minCalls = 3;

/** Each caller issues its next call when the previous one ends; the first one is an untimed warm-up. */
export async function measureCalls({ run, callers, durationMs, now, onFailure }: CallOptions): Promise<Calls> {
  const runCallers = (call: () => Promise<void>) => Promise.all(Array.from({ length: callers }, call));
  const tryRun = async () => {
    try {
      await run();
      return true;
    } catch (thrown) {
      if (!onFailure) throw thrown;
      onFailure(thrown);
      return false;
    }
  };
  await runCallers(async () => void (await tryRun()));
  const timesMs: number[] = [];
  const startMs = now();
  await runCallers(async () => {
    for (let count = 0; count < minCalls || now() - startMs < durationMs; count++) {
      const callStartMs = now();
      if (!(await tryRun())) return;
      timesMs.push(now() - callStartMs);
    }
  });
  return { timesMs, elapsedMs: now() - startMs };
}
