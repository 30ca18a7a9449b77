import type { Route, RouteRequest } from '../../gateway/routes.ts';
import { formatOpenaiError } from './response-formatter.ts';
import type { OpenaiServer } from './openai-server.ts';

/** @param load creates the server at the first request */
export function createOpenaiRoutes(load: () => Promise<OpenaiServer>): readonly Route[] {
  const route = (
    [method, path, access]: readonly [Route['method'], string, Route['access']],
    handle: (server: OpenaiServer, request: RouteRequest) => Promise<void>,
  ): Route => ({
    method,
    path,
    access,
    formatRejection: (message) => formatOpenaiError(message, 401),
    handle: async (request) => handle(await load(), request),
  });
  return [
    route(['GET', '/v1/models', 'read'], (server, request) => server.sendModels(request)),
    route(['GET', '/v1/models/:...model', 'read'], (server, request) => server.sendModel(request)),
    route(['POST', '/v1/chat/completions', 'run'], (server, request) => server.completeChat(request)),
    route(['POST', '/v1/completions', 'run'], (server, request) => server.complete(request)),
    route(['POST', '/v1/embeddings', 'run'], (server, request) => server.embed(request)),
  ];
}
