import type { IncomingMessage } from 'node:http';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether the Host header names this machine. A foreign site can resolve its own name to 127.0.0.1 (DNS rebinding) so that
 * its pages could read from this server, but the Host header still contains the foreign name.
 */
export function isLoopbackHost(request: IncomingMessage): boolean {
  const port = request.socket.localPort;
  const [host, ...others] = request.headersDistinct['host'] ?? [];
  if (host === undefined || others.length > 0) return false;
  return loopbackNames.some((name) => matchesHost(host, `${name}:${port}`) || (port === 80 && matchesHost(host, name)));
}

/** Whether an origin is that of a page that this server serves. */
export function isOwnOrigin(origin: string, request: IncomingMessage): boolean {
  const port = request.socket.localPort;
  return loopbackNames.some((name) => origin === `http://${name}${port === 80 ? '' : `:${port}`}`);
}

/** Whether a request was sent by a page of the server's own origin. Every browser sends both headers. */
export function isFromOwnPage(request: IncomingMessage): boolean {
  const { origin, host = '', 'sec-fetch-site': site } = request.headers;
  return origin === `http://${host}` && isOwnOrigin(origin, request) && site === 'same-origin';
}

/** Reads the path of a request, without its query. Only a path that begins with `/` belongs to this server. */
export function readPath(request: IncomingMessage): string {
  return (request.url ?? '').split(/[?#]/, 1)[0] ?? '';
}

function matchesHost(host: string, expected: string): boolean {
  return host.toLowerCase() === expected;
}
