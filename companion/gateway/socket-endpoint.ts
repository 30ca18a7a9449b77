import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { asAppError } from '#core/errors/error.ts';
import { authenticate, type Authority } from './access/authenticate.ts';
import type { AuthenticatedClient } from './access/authenticated-client.ts';
import { closeCodes, Connection } from './connection.ts';
import { limits } from './limits.ts';
import type { GatewayLog } from './log.ts';
import { isLoopbackHost, isOwnOrigin, readPath } from './request-checks.ts';

const socketPath = '/companion/socket';

/**
 * Accepts WebSockets. Host, origin and the number of connections are checked before the upgrade, the client's identity
 * by its first messages.
 */
export class SocketEndpoint {
  readonly #authority: Authority;
  readonly #serve: (client: AuthenticatedClient) => Promise<void>;
  readonly #log: GatewayLog;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false, // tensors hardly compress, and decompression could exceed the size limit
    maxPayload: limits.maxMessageBytes,
  });
  readonly #clients = new Set<AuthenticatedClient>();
  readonly #pending = new Set<Duplex>();

  /** @param serve resolves once the connection is closed and its resources are released */
  constructor(authority: Authority, serve: (client: AuthenticatedClient) => Promise<void>, log: GatewayLog) {
    this.#authority = authority;
    this.#serve = serve;
    this.#log = log;
  }

  /** Handles the event `upgrade` of a server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const origin = request.headers.origin;
    if (!isLoopbackHost(request) || readPath(request) !== socketPath || origin === undefined) {
      return this.#rejectUpgrade(socket, 403, { event: 'upgrade-rejected', origin: origin ?? '' });
    }
    if (this.#pending.size >= limits.maxUnauthenticated) {
      return this.#rejectUpgrade(socket, 503, { event: 'too-many-unauthenticated', origin });
    }
    this.#pending.add(socket);
    const timer = setTimeout(() => socket.destroy(), limits.authenticationMs);
    const settle = () => {
      clearTimeout(timer);
      this.#pending.delete(socket);
    };
    socket.once('close', settle);
    const onFailure = (thrown: unknown) => {
      this.#logFailure(thrown);
      socket.destroy();
    };
    const upgrade = (isAllowed: boolean) => {
      if (!isAllowed) return this.#rejectUpgrade(socket, 403, { event: 'upgrade-rejected', origin });
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        const stopCounting = limitBytes(socket);
        const isFromOwnPage = isOwnOrigin(origin, request);
        const served = this.#authenticate(webSocket, origin, isFromOwnPage, () => clearTimeout(timer)).then(
          (client) => {
            stopCounting();
            settle();
            return client && this.#serveClient(client);
          },
        );
        served.catch(onFailure);
      });
    };
    this.#isAllowedOrigin(request, origin).then(upgrade).catch(onFailure);
  }

  /** Closes the connections of pages that are no longer paired. */
  async closeRevoked(): Promise<void> {
    const ids = new Set((await this.#authority.pages.list()).map(({ id }) => id));
    for (const { identity, connection } of this.#clients) {
      if (identity.kind === 'paired-page' && !ids.has(identity.id)) connection.close(closeCodes.revoked);
    }
  }

  close(): void {
    for (const socket of this.#pending) socket.destroy();
    for (const { connection } of this.#clients) connection.close(closeCodes.goingAway);
  }

  async #isAllowedOrigin(request: IncomingMessage, origin: string): Promise<boolean> {
    const { pairing, pages } = this.#authority;
    return isOwnOrigin(origin, request) || pairing.accepts(origin) || pages.hasOrigin(origin);
  }

  /** Authenticates a client; `null` if the connection was rejected. */
  async #authenticate(
    socket: WebSocket,
    origin: string,
    isFromOwnPage: boolean,
    onPairing: () => void,
  ): Promise<AuthenticatedClient | null> {
    const connection = new Connection(socket);
    try {
      return await authenticate(connection, { origin, isOwnOrigin: isFromOwnPage, onPairing }, this.#authority);
    } catch (thrown) {
      const error = asAppError(thrown);
      this.#log({ event: 'not-authenticated', origin, reason: error.facts.reason ?? error.code });
      connection.sendError(null, error);
      connection.close(closeCodes.notAuthenticated);
      return null;
    }
  }

  async #serveClient(client: AuthenticatedClient): Promise<void> {
    this.#clients.add(client);
    try {
      await this.#serve(client);
    } catch (thrown) {
      this.#logFailure(thrown);
      client.connection.sendError(null, thrown);
    } finally {
      this.#clients.delete(client);
      client.connection.close(closeCodes.goingAway);
    }
  }

  /** Logs an error of this program or of the file system. */
  #logFailure(thrown: unknown): void {
    this.#log({ event: 'failed', why: String(thrown) });
  }

  #rejectUpgrade(socket: Duplex, status: number, entry: Parameters<GatewayLog>[0]): void {
    this.#log(entry);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    setTimeout(() => socket.destroy(), 1000).unref();
  }
}

/**
 * Destroys a socket that sends more bytes than an unauthenticated client may.
 * @returns a function that removes the limit
 */
function limitBytes(socket: Duplex): () => void {
  let bytes = 0;
  const countBytes = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limits.maxUnauthenticatedBytes) socket.destroy();
  };
  socket.on('data', countBytes);
  return () => socket.off('data', countBytes);
}
