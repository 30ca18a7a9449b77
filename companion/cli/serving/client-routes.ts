import type { Route } from '../../gateway/routes.ts';
import { oipRoutes } from '../../protocols/oip/oip-routes.ts';
import { openaiRoutes } from '../../protocols/openai/openai-routes.ts';
import type { ClientServers } from './client-servers.ts';

/**
 * The endpoints of clients with an API key.
 * @param load creates the servers at the first request
 */
export function clientRoutes(load: () => Promise<ClientServers>): readonly Route[] {
  return [...oipRoutes(async () => (await load()).oip), ...openaiRoutes(async () => (await load()).openai)];
}
