import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { securityHeaders } from './headers.ts';
import { sendText, serveFile } from './static-files.ts';

export interface Server {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the built app to this machine only, on 127.0.0.1 and, if it has IPv6, on [::1].
 * @param folder The absolute path of the built app.
 * @param port The port, or 0 for any free one.
 * @throws NodeJS.ErrnoException `EADDRINUSE` if the port is in use, `EACCES` if it is not permitted.
 */
export async function startServer(folder: string, port: number): Promise<Server> {
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    respond(folder, request, response).catch((error: unknown) => {
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
  const ipv4 = createServer(onRequest);
  await listen(ipv4, port, '127.0.0.1');
  const boundPort = (ipv4.address() as AddressInfo).port;
  // Browsers may resolve localhost to either address, so both must be this server.
  const ipv6 = createServer(onRequest);
  try {
    await listen(ipv6, boundPort, '::1');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      await close(ipv4);
      if (port !== 0) throw thrown;
      return startServer(folder, 0);
    }
    // Otherwise this machine has no IPv6.
  }
  return {
    url: `http://127.0.0.1:${boundPort}/`,
    close: async () => {
      await Promise.all([ipv4, ipv6].map(close));
    },
  };
}

function close(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (!isLoopbackHost(request))
    return sendText(response, 403, 'This server accepts requests to 127.0.0.1, [::1] and localhost only.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(response, 405, 'Only GET and HEAD are supported.');
  }
  await serveFile(folder, request, response);
}

/**
 * Whether the Host header names this machine. A foreign site can resolve its own name to 127.0.0.1 (DNS rebinding), so
 * that its pages could read from this server; the Host header still contains the foreign name.
 */
function isLoopbackHost(request: IncomingMessage): boolean {
  const port = request.socket.localPort;
  const hosts = ['127.0.0.1', 'localhost', '[::1]'];
  const host = request.headers.host?.toLowerCase();
  return hosts.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}
