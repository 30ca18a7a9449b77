import { AppError } from '#core/error.ts';
import { pause } from './pause.ts';

/** How often a server that says "too many requests" is asked again, and how long at most between two tries. */
const maxTries = 6;
const longestWaitMs = 60_000;

export interface RequestOptions extends RequestInit {
  readonly signal?: AbortSignal | null;
  /** How long each try may take, its body included; by default as long as it likes. */
  readonly timeoutMs?: number | undefined;
  /** Told how long the next try is off, while a server asks for patience. */
  readonly onWait?: (waitMs: number) => void;
}

/**
 * `fetch` with manners: waits and asks again on 429 and 503 (as long as `Retry-After` says, else twice as long each
 * time), and turns refusals into errors that say what to do.
 *
 * @throws AppError fetch-failed | access-denied | aborted
 */
export async function request(url: string, { onWait, timeoutMs, ...options }: RequestOptions = {}): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const timeout = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
    const signal = AbortSignal.any([...(options.signal ? [options.signal] : []), ...timeout]);
    const response = await fetch(url, { ...options, signal }).catch((thrown: unknown) => {
      if (options.signal?.aborted) throw new AppError('aborted', {}, { cause: thrown });
      const isLate = timeout.some(({ aborted }) => aborted);
      const why = isLate ? `no answer in ${timeoutMs! / 1000} s` : 'no answer: offline, blocked, or not there';
      throw new AppError('fetch-failed', { url, why }, { cause: thrown });
    });
    if (response.ok || response.status === 304 || response.status === 416) return response;
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403) {
      throw new AppError('access-denied', { url, status: response.status });
    }
    const isBusy = response.status === 429 || response.status === 503;
    if (!isBusy || tries === maxTries) {
      throw new AppError('fetch-failed', { url, why: `the server answered ${response.status}` });
    }
    const waitMs = Math.min(retryAfterMs(response) ?? 1000 * 2 ** (tries - 1), longestWaitMs);
    onWait?.(waitMs);
    await pause(waitMs, options.signal);
  }
}

/** `Retry-After` in milliseconds: seconds, or a date (RFC 9110, 10.2.3); null where there is none. */
function retryAfterMs(response: Response): number | null {
  const value = response.headers.get('Retry-After');
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
