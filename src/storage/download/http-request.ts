import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import { delay } from '#core/delay.ts';

/**
 * Maximum attempts while a server responds with 429 or 503, and maximum delay between them. Heuristic, not measured.
 */
const maxTries = 6;
const maxWaitMs = 60_000;

/** Neither the first host nor a redirect target receives cookies, passwords or the address of this page. */
const anonymous = { credentials: 'omit', referrerPolicy: 'no-referrer' } as const;

export interface RequestOptions extends RequestInit {
  readonly signal?: AbortSignal | null;
  /** The maximum duration of each attempt, body included; no limit by default. */
  readonly timeoutMs?: number | undefined;
  /** Called with the delay until the next attempt whenever a server is busy. */
  readonly onWait?: (waitMs: number) => void;
}

/**
 * `fetch` that waits and retries on 429 and 503 (for the delay in `Retry-After`, otherwise 1 s, doubled each time), and
 * throws an error that explains what to do for every other failure.
 *
 * @throws AppError fetch-failed | access-denied | aborted
 */
export async function request(url: string, { onWait, timeoutMs, ...options }: RequestOptions = {}): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const timeout = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
    const signal = AbortSignal.any([...(options.signal ? [options.signal] : []), ...timeout]);
    const response = await fetch(url, { ...anonymous, ...options, signal }).catch((thrown: unknown) => {
      if (options.signal?.aborted) throw new AppError('aborted', {}, { cause: thrown });
      const isLate = timeout.some(({ aborted }) => aborted);
      const reason: ErrorFacts = isLate
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
    if (!isBusy || tries === maxTries) {
      throw new AppError('fetch-failed', { url, reason: 'http-status', status: response.status });
    }
    const waitMs = Math.min(parseRetryAfterMs(response) ?? 1000 * 2 ** (tries - 1), maxWaitMs);
    onWait?.(waitMs);
    await delay(waitMs, options.signal);
  }
}

/** `Retry-After` in milliseconds: seconds, or a date (RFC 9110, 10.2.3); `null` if there is none. */
function parseRetryAfterMs(response: Response): number | null {
  const value = response.headers.get('Retry-After');
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
