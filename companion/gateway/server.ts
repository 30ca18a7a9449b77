import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { securityHeaders } from './headers.ts';
import { sendText, serveFile } from './static-files.ts';

export interface Server {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the built app to this machine only.
 * @param folder The absolute path of the built app.
 * @param port The port, or 0 for any free one.
 * @throws NodeJS.ErrnoException `EADDRINUSE` if the port is in use, `EACCES` if it is not permitted.
 */
export async function startServer(folder: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    respond(folder, request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) sendText(response, 500, 'The server failed');
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const boundPort = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${boundPort}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (!isLoopbackHost(request))
    return sendText(response, 403, 'This server accepts requests to 127.0.0.1 and localhost only.');
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
