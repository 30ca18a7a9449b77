import type { Route } from '../../gateway/routes.ts';
import { metricsRoute } from '../../protocols/metrics/metrics-route.ts';
import { ServedRuns } from '../../protocols/metrics/served-runs.ts';
import { oipRoutes } from '../../protocols/oip/oip-routes.ts';
import { openaiRoutes } from '../../protocols/openai/openai-routes.ts';
import type { ClientServers } from './client-servers.ts';

/**
 * The endpoints of clients with an API key.
 * @param load creates the servers at the first request
 */
export function clientRoutes(load: () => Promise<ClientServers>): readonly Route[] {
  const served = new ServedRuns();
  const routes = [...oipRoutes(async () => (await load()).oip), ...openaiRoutes(async () => (await load()).openai)];
  return [...routes.map((route) => served.watch(route)), metricsRoute(served)];
}
