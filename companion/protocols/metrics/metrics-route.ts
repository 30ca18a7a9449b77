import { openMetricsType, toOpenMetrics } from '#monitor/export/open-metrics.ts';
import type { Route } from '../../gateway/routes.ts';
import type { ServedRuns } from './served-runs.ts';

/**
 * Creates the route that exports the counts of served requests in the OpenMetrics format, for clients with an API key
 * such as Prometheus. Runs in pages are not counted, because their statistics stay in the browser.
 */
export function createMetricsRoute(servedRuns: ServedRuns): Route {
  return {
    method: 'GET',
    path: '/metrics',
    access: 'read',
    handle: ({ response }) => {
      response.writeHead(200, { 'content-type': openMetricsType, 'cache-control': 'no-store' });
      response.end(toOpenMetrics(servedRuns.series));
    },
  };
}
