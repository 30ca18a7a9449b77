import { asAppError } from '#core/errors/error.ts';
import { summariseSamples } from '../measure/summarise.ts';
import { findKnee, type Knee, type LoadPoint } from './load-curve.ts';
import { measureCalls } from './measure-calls.ts';

/** Requests at the same time, by number. */
export interface RampLevel extends LoadPoint {
  /** Requests that ended in an error. */
  readonly failed: number;
  /** The latency that is compared with the target: the 95th percentile or, of too few requests, the median. */
  readonly judgedMs: number;
}

/** How a session answers a growing number of requests at the same time. Plain JSON. */
export interface LoadRamp {
  readonly targetMs: number;
  /** The last one misses the target or has failures, unless `end` is `max-concurrency`. */
  readonly levels: readonly RampLevel[];
  /** The most requests at the same time that met the target; `null` if one alone misses it. */
  readonly maxWithinTarget: number | null;
  readonly knee: Knee;
  readonly end: 'target-missed' | 'failures' | 'max-concurrency';
}

export interface RampOptions {
  readonly targetMs: number;
  /** The number of requests at the same time is doubled up to this. */
  readonly maxConcurrency: number;
  /** How long each level is measured, at least. */
  readonly levelMs: number;
  readonly now?: () => number;
  readonly onLevel?: (level: RampLevel) => void;
}

export const defaultRamp = { maxConcurrency: 32, levelMs: 2_000 } as const;

/**
 * Doubles the requests at the same time until their latency misses the target or one fails.
 * @param run answers one request; calls overlap
 * @throws AppError aborted; errors from `run`, if no request alone succeeds
 */
export async function rampLoad(
  run: () => Promise<unknown>,
  { targetMs, maxConcurrency, levelMs, now = () => performance.now(), onLevel = () => {} }: RampOptions,
): Promise<LoadRamp> {
  const levels: RampLevel[] = [];
  let end: LoadRamp['end'] = 'max-concurrency';
  for (let size = 1; size <= maxConcurrency && end === 'max-concurrency'; size *= 2) {
    let failed = 0;
    const { timesMs, elapsedMs } = await measureCalls({
      run,
      callers: size,
      durationMs: levelMs,
      now,
      onFailure(thrown) {
        if (size === 1 || asAppError(thrown).code === 'aborted') throw thrown;
        failed++;
      },
    });
    const { medianMs, p95, n } = timesMs.length > 0 ? summariseSamples(timesMs, 1) : noAnswers;
    const judgedMs = 'ms' in p95 ? p95.ms : medianMs;
    const level = { size, inputsPerS: (1000 * timesMs.length) / elapsedMs, medianMs, p95, n, failed, judgedMs };
    levels.push(level);
    onLevel(level);
    if (failed > 0) end = 'failures';
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

/** Answers one request after the other, as a session requires. */
export function serialise<T>(run: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const answer = last.then(run);
    last = answer.catch(() => {}); // the caller gets the error
    return answer;
  };
}

const noAnswers = { medianMs: 0, p95: { needs: 1 }, n: 0 };
