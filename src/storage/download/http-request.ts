import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import { delay } from '#core/delay.ts';

/**
 * The maximum attempts while a server responds with 429 or 503, and the maximum delay between them. Heuristic, not
 * measured.
 */
const maxAttempts = 6;
const maxWaitMs = 60_000;

/** Withholds cookies, passwords and the address of this page from the first host and redirect targets. */
const anonymous = { credentials: 'omit', referrerPolicy: 'no-referrer' } as const;

export interface RequestOptions extends RequestInit {
  readonly signal?: AbortSignal | null;
  /** The maximum duration of each attempt, including the body; no limit by default. */
  readonly timeoutMs?: number | undefined;
  /** Called with the delay until the next attempt whenever a server is busy. */
  readonly onWait?: (waitMs: number) => void;
}

/**
 * Fetches a URL, and reattempts on 429 and 503 after the delay in `Retry-After`, or else 1 s, doubled each time. For
 * every other failure, throws an error that explains the remedy.
 *
 * @throws AppError fetch-failed | access-denied | aborted
 */
export async function request(url: string, { onWait, timeoutMs, ...options }: RequestOptions = {}): Promise<Response> {
  for (let attempts = 1; ; attempts++) {
    const timeout = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
    const signal = AbortSignal.any([...(options.signal ? [options.signal] : []), ...timeout]);
    const response = await fetch(url, { ...anonymous, ...options, signal }).catch((thrown: unknown) => {
      if (options.signal?.aborted) throw new AppError('aborted', {}, { cause: thrown });
      const isTimeout = timeout.some(({ aborted }) => aborted);
      const reason: ErrorFacts = isTimeout
        ? { reason: 'no-answer-in-time', seconds: timeoutMs! / 1000 }
        : { reason: 'no-answer' };
      throw new AppError('fetch-failed', { url, ...reason }, { cause: thrown });
    });
    if (response.ok || response.status === 304 || response.status === 416) return response;
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403) {
      throw new AppError('access-denied', { url, status: response.status });
    }
    const isBusy = response.status === 429 || response.status === 503;
    if (!isBusy || attempts === maxAttempts) {
      throw new AppError('fetch-failed', { url, reason: 'http-status', status: response.status });
    }
    const waitMs = Math.min(parseRetryAfterMs(response) ?? 1000 * 2 ** (attempts - 1), maxWaitMs);
    onWait?.(waitMs);
    await delay(waitMs, options.signal);
  }
}

/** Parses `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), to milliseconds; `null` if there is none. */
function parseRetryAfterMs(response: Response): number | null {
  const value = response.headers.get('Retry-After');
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
