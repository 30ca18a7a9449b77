import { asAppError } from '#core/errors/error.ts';
import { summariseSamples } from '../measure/summarise.ts';
import { findKnee, type Knee, type LoadPoint } from './load-curve.ts';
import { measureCalls } from './measure-calls.ts';

/** The measurements at one number of concurrent requests. */
export interface RampLevel extends LoadPoint {
  /** Requests that ended in an error. */
  readonly failed: number;
  /**
   * The latency that is compared with the target: the 95th percentile, or the median if there are too few requests for
   * it.
   */
  readonly judgedMs: number;
}

/** The latency of a session under a growing number of concurrent requests. Plain JSON. */
export interface LoadRamp {
  readonly targetMs: number;
  /**
   * In ascending order of concurrency. The last level misses the target or has failures, unless `end` is
   * `max-concurrency`.
   */
  readonly levels: readonly RampLevel[];
  /** The maximum number of concurrent requests that met the target; `null` if even a single request misses it. */
  readonly maxWithinTarget: number | null;
  readonly knee: Knee;
  readonly end: 'target-missed' | 'failures' | 'max-concurrency';
}

export interface RampOptions {
  readonly targetMs: number;
  /** The maximum number of concurrent requests. */
  readonly maxConcurrency: number;
  /** The minimum duration of the measurement of each level. */
  readonly levelMs: number;
  readonly now?: () => number;
  readonly onLevel?: (level: RampLevel) => void;
}

export const defaultRamp = { maxConcurrency: 32, levelMs: 2_000 } as const;

/**
 * Doubles the number of concurrent requests until their latency misses the target or a request fails.
 * @param run performs one request; called concurrently
 * @throws AppError aborted | errors from `run` if a single request fails
 */
export async function rampLoad(
  run: () => Promise<unknown>,
  { targetMs, maxConcurrency, levelMs, now = () => performance.now(), onLevel = () => {} }: RampOptions,
): Promise<LoadRamp> {
  const levels: RampLevel[] = [];
  let end: LoadRamp['end'] = 'max-concurrency';
  for (let size = 1; size <= maxConcurrency && end === 'max-concurrency'; size *= 2) {
    let failedCount = 0;
    const { timesMs, elapsedMs } = await measureCalls({
      run,
      callers: size,
      durationMs: levelMs,
      now,
      onFailure(thrown) {
        if (size === 1 || asAppError(thrown).code === 'aborted') throw thrown;
        failedCount++;
      },
    });
    const { medianMs, p95, n } = timesMs.length > 0 ? summariseSamples(timesMs, 1) : noAnswers;
    const judgedMs = 'ms' in p95 ? p95.ms : medianMs;
    const level = {
      size,
      inputsPerS: (1000 * timesMs.length) / elapsedMs,
      medianMs,
      p95,
      n,
      failed: failedCount,
      judgedMs,
    };
    levels.push(level);
    onLevel(level);
    if (failedCount > 0) end = 'failures';
    else if (judgedMs > targetMs) end = 'target-missed';
  }
  const within = end === 'max-concurrency' ? levels : levels.slice(0, -1);
  return {
    targetMs,
    levels,
    maxWithinTarget: within.at(-1)?.size ?? null,
    knee: findKnee(levels.filter(({ n }) => n > 0)),
    end,
  };
}

/** Wraps `run` so that its calls run one after the other, as a session requires. */
export function serialise<T>(run: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const answer = last.then(run);
    last = answer.catch(() => {}); // the caller gets the error
    return answer;
  };
}

const noAnswers = { medianMs: 0, p95: { needs: 1 }, n: 0 };
