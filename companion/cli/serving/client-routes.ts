import type { Route } from '../../gateway/routes.ts';
import { createMetricsRoute } from '../../protocols/metrics/metrics-route.ts';
import { ServedRuns } from '../../protocols/metrics/served-runs.ts';
import { createOipRoutes } from '../../protocols/oip/oip-routes.ts';
import { createOpenaiRoutes } from '../../protocols/openai/openai-routes.ts';
import type { ClientServers } from './client-servers.ts';

/**
 * Lists the endpoints for clients with an API key.
 * @param load creates the servers at the first request
 */
export function listClientRoutes(load: () => Promise<ClientServers>): readonly Route[] {
  const servedRuns = new ServedRuns();
  const routes = [
    ...createOipRoutes(async () => (await load()).oip),
    ...createOpenaiRoutes(async () => (await load()).openai),
  ];
  return [...routes.map((route) => servedRuns.countRuns(route)), createMetricsRoute(servedRuns)];
}
