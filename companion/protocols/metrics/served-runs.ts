import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '#core/errors/error.ts';
import type { MetricSeries } from '#monitor/export/open-metrics.ts';
import { mergeSummaries, type MonitorSummary } from '#monitor/merge-windows.ts';
import { WindowRecorder } from '#monitor/window-recorder.ts';
import type { Route } from '../../gateway/routes.ts';

/** Counts the requests that run models, by endpoint, since this program was started. */
export class ServedRuns {
  readonly #endpoints = new Map<string, { readonly recorder: WindowRecorder; total: MonitorSummary }>();

  /** Wraps a route so that requests that run a model are counted under the route's path. */
  countRuns(route: Route): Route {
    if (route.access !== 'run' || route.method !== 'POST') return route;
    const recorder = new WindowRecorder(route.path);
    this.#endpoints.set(route.path, { recorder, total: mergeSummaries([]) });
    return {
      ...route,
      handle: (request) => {
        const { response } = request;
        const startMs = performance.now();
        response.once('close', () => {
          const error = findError(response);
          const latencyMs = error === null ? performance.now() - startMs : null;
          recorder.add({ version: 1, error, latencyMs, waitMs: null, inputBytes: null, numbers: {} }, 0);
        });
        return route.handle(request);
      },
    };
  }

  /** The counts since this program was started, one series per endpoint. */
  get series(): readonly MetricSeries[] {
    return [...this.#endpoints].map(([endpoint, runs]) => {
      runs.total = mergeSummaries([runs.total, ...runs.recorder.take()]);
      return { labels: { endpoint }, summary: runs.total };
    });
  }
}

/**
 * Derives the error code from the HTTP status, because the body has already been sent. An early disconnection counts as
 * a cancellation.
 */
function findError({ writableFinished, statusCode }: ServerResponse): ErrorCode | null {
  if (!writableFinished) return 'aborted';
  if (statusCode >= 500) return 'internal';
  return statusCode >= 400 ? 'request-invalid' : null;
}
