import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { securityHeaders } from './headers.ts';
import { limits } from './limits.ts';
import { isLoopbackHost } from './request-checks.ts';
import { sendText, serveFile } from './static-files.ts';

export interface Server {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  close(): Promise<void>;
}

/** Answers the requests that are not for files of the app, and accepts WebSockets. */
interface RequestHandler {
  /** @returns `false` if the request is for a file of the app */
  respond(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

const getTimeouts = () => ({
  headersTimeout: limits.headersMs,
  requestTimeout: limits.requestMs,
  keepAliveTimeout: limits.keepAliveMs,
  connectionsCheckingInterval: 1000,
});

/**
 * Serves the built app to this machine only, on 127.0.0.1 and, if the machine has IPv6, on [::1].
 * @param folder the absolute path of the built app
 * @param port the port; 0 for any free port
 * @param handler answers the other requests; without it, only the app is served
 * @throws NodeJS.ErrnoException `EADDRINUSE` if the port is in use, `EACCES` if it is not permitted
 */
export async function startServer(
  folder: string,
  port: number,
  handler: RequestHandler | null = null,
): Promise<Server> {
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    respond(folder, handler, request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) sendText(response, 500, 'The server failed');
      else response.destroy();
    });
  };
  const listen = (server: HttpServer, onPort: number, host: string) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(onPort, host, resolve);
    });
  const createHttpServer = () => {
    const server = createServer(getTimeouts(), onRequest);
    server.maxConnections = limits.maxConnections;
    if (handler) server.on('upgrade', (request, socket, head) => handler.upgrade(request, socket, head));
    return server;
  };
  const ipv4 = createHttpServer();
  await listen(ipv4, port, '127.0.0.1');
  const boundPort = (ipv4.address() as AddressInfo).port;
  // Browsers may resolve localhost to either address, so both must be this server.
  const ipv6 = createHttpServer();
  try {
    await listen(ipv6, boundPort, '::1');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      await closeServer(ipv4);
      if (port !== 0) throw thrown;
      return startServer(folder, 0, handler);
    }
    // Any other error means that this machine has no IPv6.
  }
  return {
    url: `http://127.0.0.1:${boundPort}/`,
    close: async () => {
      handler?.close();
      await Promise.all([ipv4, ipv6].map(closeServer));
    },
  };
}

function closeServer(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(
  folder: string,
  handler: RequestHandler | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (!isLoopbackHost(request))
    return sendText(response, 403, 'This server only accepts requests to 127.0.0.1, [::1] and localhost.');
  if (await handler?.respond(request, response)) return;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(response, 405, 'Only GET and HEAD are supported.');
  }
  await serveFile(folder, request, response);
}
