import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import { loadWithRetry } from '#core/load-once.ts';
import type { Authority } from './access/authenticate.ts';
import type { Identity } from './access/identity.ts';
import { OneTimeNonces } from './access/one-time-nonces.ts';
import type { AuthenticatedClient } from './access/authenticated-client.ts';
import { RateLimit } from './access/rate-limit.ts';
import { readBearerToken, hashSecret, hasHash, createSecret } from './access/secret.ts';
import { createCommandRoutes } from './command-routes.ts';
import { ApiKeys } from './keys/api-keys.ts';
import { limits } from './limits.ts';
import type { GatewayLog } from './log.ts';
import { createTokenRoute } from './token-route.ts';
import { ensureCompanionKey } from './pairing/companion-key.ts';
import { PairedPages } from './pairing/paired-pages.ts';
import { PairingWindow } from './pairing/pairing-window.ts';
import { isFromOwnPage, isOwnOrigin, readPath } from './request-checks.ts';
import { sendJson } from './read-json-body.ts';
import { findRoute, type Access, type Route } from './routes.ts';
import { SocketEndpoint } from './socket-endpoint.ts';
import { sendText } from './static-files.ts';

interface GatewayOptions {
  /** The folder that contains keys and paired pages. */
  readonly folder: string;
  /** The version of this program. */
  readonly app: string;
  /** The endpoints for clients with an API key. */
  readonly routes: readonly Route[];
  /** Serves an authenticated WebSocket; resolves once it is closed and its resources are released. */
  readonly onConnection: (client: AuthenticatedClient) => Promise<void>;
  readonly log: GatewayLog;
}

/**
 * The access control of the companion. Every request is checked in the same order: host (in the server), route, origin,
 * credential. Nothing is parsed before these checks. `SECURITY.md` lists the threats.
 */
export class Gateway {
  /** The credential of this program's commands, which read it from a file that only their user can read. */
  readonly commandToken = createSecret('base64url');
  readonly #commandHash = hashSecret(this.commandToken);
  readonly #nonces = new OneTimeNonces();
  readonly #keys: ApiKeys;
  readonly #routes: readonly Route[];
  readonly #sockets: SocketEndpoint;
  readonly #pairing = new PairingWindow();
  readonly #rejections = new RateLimit(limits.maxRejectedCredentials, limits.rejectedCredentialsWindowMs);
  readonly #log: GatewayLog;

  constructor({ folder, app, routes, onConnection, log }: GatewayOptions) {
    this.#log = log;
    this.#keys = new ApiKeys(join(folder, 'keys'));
    const token = createSecret('base64');
    const authority: Authority = {
      tokenHash: hashSecret(token),
      key: loadWithRetry(() => ensureCompanionKey(folder)),
      pages: new PairedPages(join(folder, 'pages')),
      pairing: this.#pairing,
      app,
    };
    this.#sockets = new SocketEndpoint(authority, onConnection, log);
    const commands = createCommandRoutes({
      createLinkHash: () => this.createLinkHash(),
      pairing: this.#pairing,
      closeRevoked: () => this.#sockets.closeRevoked(),
    });
    this.#routes = [...routes, createTokenRoute(this.#nonces, token), ...commands];
  }

  /** Creates the hash of a link that pairs the first page that opens it. */
  createLinkHash(): string {
    return `#/?pair=${this.#nonces.create()}`;
  }

  /** Responds to a request for a route. Returns `false` if no route has the path, so that it is a file of the app. */
  async respond(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const match = findRoute(this.#routes, request.method ?? '', readPath(request));
    if (!match) return false;
    response.setHeader('Cache-Control', 'no-store');
    const { origin, 'sec-fetch-site': site } = request.headers;
    const isForeign =
      (origin !== undefined && !isOwnOrigin(origin, request)) || site === 'cross-site' || site === 'same-site';
    if (isForeign) {
      this.#log({ event: 'origin-rejected', origin: origin ?? '', path: readPath(request) });
      sendText(response, 403, 'Pages of other origins may not send requests to this address.');
      return true;
    }
    if ('allowedMethods' in match) {
      response.setHeader('Allow', match.allowedMethods.join(', '));
      sendText(response, 405, `Supported: ${match.allowedMethods.join(', ')}.`);
      return true;
    }
    const { route, parameters } = match;
    const { access } = route;
    const reject = (status: number, message: string) => {
      if (route.formatRejection) sendJson(response, route.formatRejection(message), status);
      else sendText(response, status, message);
    };
    if (isScope(access) && this.#rejections.isExceeded) {
      response.setHeader('Retry-After', '60');
      reject(429, 'Too many requests were rejected. Wait a minute.');
      return true;
    }
    const identity = await this.#identify(request, access);
    if (!identity) {
      if (isScope(access)) this.#rejections.countEvent();
      this.#log({ event: 'credential-rejected', path: route.path });
      response.setHeader('WWW-Authenticate', 'Bearer');
      reject(401, 'A valid key is needed: Authorization: Bearer <key>.');
      return true;
    }
    if (isScope(access) && !(identity.scopes as readonly Access[]).includes(access)) {
      reject(403, `The key does not have the scope "${access}".`);
      return true;
    }
    await route.handle({ request, response, parameters, identity });
    return true;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.upgrade(request, socket, head);
  }

  close(): void {
    this.#pairing.close();
    this.#sockets.close();
  }

  async #identify(request: IncomingMessage, access: Access): Promise<Identity | null> {
    const bearer = readBearerToken(request.headers.authorization);
    if (access === 'own-page') return isFromOwnPage(request) ? { kind: 'own-page', scopes: [] } : null;
    if (bearer === null) return null;
    if (access === 'command') {
      const isCommand = request.headers.origin === undefined && hasHash(bearer, this.#commandHash);
      return isCommand ? { kind: 'command', scopes: [] } : null;
    }
    const key = await this.#keys.find(bearer);
    return key && { kind: 'api-key', name: key.name, scopes: key.scopes };
  }
}

function isScope(access: Access): access is Exclude<Access, 'own-page' | 'command'> {
  return access !== 'own-page' && access !== 'command';
}
