import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { securityHeaders } from './headers.ts';
import { plain, serveFile } from './static-files.ts';

export interface Server {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the built app to this machine only.
 * @param folder The built app, an absolute path.
 * @param port 0 for a free one.
 * @throws NodeJS.ErrnoException `EADDRINUSE` where the port is taken, `EACCES` where it may not be used.
 */
export async function startServer(folder: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) plain(response, 500, 'The server failed');
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (!isForUs(request)) return plain(response, 403, 'This server answers to 127.0.0.1 and localhost only.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return plain(response, 405, 'Only GET and HEAD are answered here.');
  }
  await serveFile(folder, request, response);
}

/**
 * Whether the Host header names this machine. A site elsewhere can point its own name at 127.0.0.1 (DNS rebinding), and
 * its pages would then be of this origin; the name in the header distinguishes them.
 */
function isForUs(request: IncomingMessage): boolean {
  const port = request.socket.localPort;
  const hosts = ['127.0.0.1', 'localhost', '[::1]'];
  const host = request.headers.host?.toLowerCase();
  return hosts.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}
