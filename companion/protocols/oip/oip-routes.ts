import type { Route, RouteRequest } from '../../gateway/routes.ts';
import { formatOipError, type OipServer } from './oip-server.ts';

/** @param load creates the server at the first request */
export function createOipRoutes(load: () => Promise<OipServer>): readonly Route[] {
  const route = (
    [method, path, access]: readonly [Route['method'], string, Route['access']],
    handle: (server: OipServer, request: RouteRequest) => Promise<void> | void,
  ): Route => ({
    method,
    path,
    access,
    formatRejection: formatOipError,
    handle: async (request) => handle(await load(), request),
  });
  const sendHealthy = (_: OipServer, { response }: RouteRequest) => void response.writeHead(200).end();
  return [
    route(['GET', '/v2', 'read'], (server, request) => server.sendMetadata(request)),
    route(['GET', '/v2/health/live', 'read'], sendHealthy),
    route(['GET', '/v2/health/ready', 'read'], sendHealthy),
    route(['POST', '/v2/repository/index', 'read'], (server, request) => server.sendIndex(request)),
    route(['POST', '/v2/repository/models/:...model/load', 'manage'], (server, request) => server.load(request)),
    route(['POST', '/v2/repository/models/:...model/unload', 'manage'], (server, request) => server.unload(request)),
    route(['GET', '/v2/models/:...model/ready', 'read'], (server, request) => server.sendModelReady(request)),
    route(['POST', '/v2/models/:...model/infer', 'run'], (server, request) => server.infer(request)),
    route(['GET', '/v2/models/:...model', 'run'], (server, request) => server.sendModelMetadata(request)),
  ];
}
