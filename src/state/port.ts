import type { AppError, ErrorCode, ErrorFacts } from '#core/error.ts';

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

/** The page cannot go on. */
export function tellFailure({ code, facts, message }: AppError): void {
  Object.assign(port, { state: 'failed', progress: null, error: { code, facts, message } } satisfies Partial<Port>);
}
