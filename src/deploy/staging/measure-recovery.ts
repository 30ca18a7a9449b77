import { delay } from '#core/delay.ts';
import { asAppError, type ErrorCode } from '#core/errors/error.ts';

/** The kinds of failures that can be caused, named after what fails. */
export const faultIds = ['worker-killed', 'gpu-lost', 'storage-full', 'network-cut', 'companion-killed'] as const;
export type FaultId = (typeof faultIds)[number];

/** How a service recovered from a failure. Plain JSON. */
export interface Recovery {
  /** Time from the failure to the end of the first successful run; `null` if there was none in time. */
  readonly recoveryMs: number | null;
  /** Runs that failed in between, by the code of their error. */
  readonly errors: Readonly<Partial<Record<ErrorCode, number>>>;
  /** Duration of a run before the failure. */
  readonly runMs: number;
}

export interface RecoveryOptions {
  /** Runs the service once. @throws AppError if the run fails */
  run(): Promise<unknown>;
  /** Makes the service fail, and resolves once it has failed. */
  fail(): Promise<unknown>;
  readonly signal: AbortSignal;
  /** The maximum time of the recovery. */
  readonly maxMs: number;
  readonly now?: () => number;
  /** Waits between failed runs. */
  readonly wait?: (signal: AbortSignal) => Promise<void>;
}

/** The delay between failed runs, too short for a user to notice. Heuristic, not measured. */
const retryDelayMs = 50;

/**
 * Runs a service, makes it fail, and runs it again until a run succeeds or `maxMs` have passed.
 * @throws AppError aborted | errors from the runs before the failure, or from `fail`
 */
export async function measureRecovery({
  run,
  fail,
  signal,
  maxMs,
  now = () => performance.now(),
  wait = (stop) => delay(retryDelayMs, stop),
}: RecoveryOptions): Promise<Recovery> {
  await run(); // the first run is a warm-up
  const beforeMs = now();
  await run();
  const runMs = now() - beforeMs;
  await fail();
  const failedMs = now();
  const errors: Partial<Record<ErrorCode, number>> = {};
  while (now() - failedMs < maxMs) {
    signal.throwIfAborted();
    try {
      await run();
      return { recoveryMs: now() - failedMs, errors, runMs };
    } catch (thrown) {
      const { code } = asAppError(thrown);
      errors[code] = (errors[code] ?? 0) + 1;
      await wait(signal);
    }
  }
  return { recoveryMs: null, errors, runMs };
}
