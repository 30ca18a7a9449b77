import { asAppError, type AppError, type ErrorCode, type ErrorFacts } from '#core/error.ts';

/**
 * What a machine that drives the page may read: `globalThis.assay`. The headless commands open the same links as a
 * person and wait here for the outcome.
 */
export interface Port {
  state: 'starting' | 'ready' | 'running' | 'done' | 'failed';
  progress: { phase: string; fraction: number | null } | null;
  /** A Report, a device summary or a list of task runs: plain JSON, by page. */
  result: unknown;
  /** The link that holds or repeats the result. */
  link: string | null;
  error: { code: ErrorCode; facts: ErrorFacts; message: string } | null;
}

export const port: Port = { state: 'starting', progress: null, result: null, link: null, error: null };

declare global {
  /** undefined until the page's script has run. */
  var assay: Port | undefined;
}

globalThis.assay = port;

/** A page was opened, or its work begun: what was told before no longer holds. */
export function reportStart(state: 'ready' | 'running'): void {
  tell({ state, progress: null, result: null, link: location.href, error: null });
}

/** @param fraction from 0 to 1; null where it cannot be known */
export function reportProgress(phase: string, fraction: number | null): void {
  tell({ progress: { phase, fraction } });
}

/** @param link where the result has one of its own; else the address that its work was begun at */
export function reportDone(result: unknown, link = port.link): void {
  tell({ state: 'done', progress: null, result, link, error: null });
}

/**
 * The page cannot go on.
 * @param result what there is all the same
 * @returns what was thrown, as the page shows it
 */
export function reportFailure(thrown: unknown, result = port.result): AppError {
  const error = asAppError(thrown);
  const { code, facts, message } = error;
  tell({ state: 'failed', progress: null, result, error: { code, facts, message } });
  return error;
}

function tell(news: Partial<Port>): void {
  Object.assign(port, news);
}
