import { openMetricsType, toOpenMetrics } from '#monitor/export/open-metrics.ts';
import type { Route } from '../../gateway/routes.ts';
import type { ServedRuns } from './served-runs.ts';

/** What was served, for Prometheus and others, with an API key. The data of pages stays in their browsers. */
export function createMetricsRoute(served: ServedRuns): Route {
  return {
    method: 'GET',
    path: '/metrics',
    access: 'read',
    handle: ({ response }) => {
      response.writeHead(200, { 'content-type': openMetricsType, 'cache-control': 'no-store' });
      response.end(toOpenMetrics(served.series));
    },
  };
}
