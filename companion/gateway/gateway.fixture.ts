import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, type ClientOptions } from 'ws';
import { toBase64 } from '#core/encoding/base64.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { readCompanionMessage, type CompanionMessage } from '#protocol/companion-messages.ts';
import { computeCodeMac, createNonce, signTranscript, type Transcript } from '#protocol/handshake.ts';
import { joinFrame } from '#protocol/protocol.fixture.ts';
import { Gateway } from './gateway.ts';
import type { GatewayLog } from './log.ts';
import type { AuthenticatedClient } from './access/authenticated-client.ts';
import type { Route } from './routes.ts';
import { startServer, type Server } from './server.ts';

export type { AuthenticatedClient };

export interface TestGateway {
  readonly gateway: Gateway;
  readonly server: Server;
  readonly port: number;
  /** `http://127.0.0.1:<port>`, the origin of the page that it serves. */
  readonly origin: string;
  /** The folder with keys and paired pages. */
  readonly folder: string;
  readonly log: Parameters<GatewayLog>[0][];
  /** Obtains the token of this run in the same way as a page. */
  obtainToken(): Promise<string>;
  close(): Promise<void>;
}

/** Starts a real gateway on a free port, with its own folders. */
export async function startTestGateway(
  options: { routes?: readonly Route[]; onConnection?: (client: AuthenticatedClient) => Promise<void> } = {},
): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-gateway-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  const log: TestGateway['log'] = [];
  const gateway = new Gateway({
    folder,
    app: '0.0.0',
    routes: options.routes ?? [],
    onConnection: options.onConnection ?? receiveUntilClosed,
    log: (entry) => log.push(entry),
  });
  const server = await startServer(folder, 0, gateway);
  const port = Number(new URL(server.url).port);
  const origin = `http://127.0.0.1:${port}`;
  const obtainToken = async () => {
    const nonce = gateway.createLinkHash().replace('#/?pair=', '');
    const { body } = await send(port, '/companion/token', {
      origin,
      json: { nonce },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    return (JSON.parse(body) as { token: string }).token;
  };
  const close = async () => {
    await server.close();
    await rm(folder, { recursive: true });
  };
  return { gateway, server, port, origin, folder, log, obtainToken, close };
}

async function receiveUntilClosed({ connection }: AuthenticatedClient): Promise<void> {
  while ((await connection.receive()) !== null);
}

interface Sent {
  readonly method?: string;
  readonly host?: string;
  readonly origin?: string;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** Sends a request without fetch, which sets Host and Origin itself. With `json`, it is a POST. */
export function send(port: number, path: string, { method, host, origin, json, headers }: Sent = {}) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const all = {
      ...(host !== undefined && { host }),
      ...(origin !== undefined && { origin }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const options = {
      host: '127.0.0.1',
      port,
      path,
      method: method ?? (json === undefined ? 'GET' : 'POST'),
      headers: all,
      agent: false,
    };
    const sent = request(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end(json === undefined ? undefined : JSON.stringify(json));
  });
}

/** The page's side of a WebSocket. */
export class TestPage {
  readonly socket: WebSocket;
  readonly #inbox: CompanionMessage[] = [];
  #wake: () => void = () => {};
  /** Resolves with the reason once the connection is closed or cannot be opened. */
  readonly closed: Promise<{ readonly code: number } | { readonly status: number } | { readonly error: string }>;

  constructor(
    port: number,
    options: ClientOptions = { origin: `http://127.0.0.1:${port}` },
    path = '/companion/socket',
  ) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, options);
    this.socket.binaryType = 'arraybuffer';
    this.socket.on('message', (data, isBinary) => {
      this.#inbox.push(readCompanionMessage(isBinary ? new Uint8Array(data as ArrayBuffer) : data.toString()));
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code) => resolve({ code }));
      this.socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve({ status: statusCode }));
      this.socket.on('error', ({ message }) => resolve({ error: message }));
    });
    void this.closed.then(() => this.#wake());
  }

  async waitForOpen(): Promise<this> {
    await new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject));
    return this;
  }

  send(message: object, tensors?: Tensors): void {
    this.socket.send(tensors ? joinFrame(message, tensors) : JSON.stringify(message));
  }

  /** Waits for the next message; `null` once the connection is closed. */
  async next(): Promise<CompanionMessage | null> {
    for (;;) {
      const message = this.#inbox.shift();
      if (message) return message;
      if (this.socket.readyState >= this.socket.CLOSING) return null;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Sends a message and returns the next one. */
  ask(message: object, tensors?: Tensors): Promise<CompanionMessage | null> {
    this.send(message, tensors);
    return this.next();
  }
}

const versions = { min: 1, max: 1 };

export function createHello(auth: object): object {
  return { type: 'hello', versions, app: '0.0.0', auth };
}

/** Connects a page of the companion's own origin. */
export async function connectOwnPage({ port, obtainToken }: TestGateway): Promise<TestPage> {
  const page = await new TestPage(port).waitForOpen();
  const welcome = await page.ask(createHello({ kind: 'token', token: await obtainToken() }));
  if (welcome?.type !== 'welcome') throw new Error(`expected welcome, not ${JSON.stringify(welcome)}`);
  return page;
}

/** The key of a hosted page. */
export interface PageKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: string;
}

export async function generatePageKey(): Promise<PageKey> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
  const keys = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  return { privateKey: keys.privateKey, publicKey: toBase64(point) };
}

/** Opens a connection of a hosted page and requests authentication, or pairing by a code. */
export async function sendHello(port: number, origin: string, publicKey: string, kind: 'paired' | 'code') {
  const page = await new TestPage(port, { origin }).waitForOpen();
  const pageNonce = createNonce();
  const answer = await page.ask(createHello({ kind, publicKey, nonce: pageNonce }));
  const challenge = answer?.type === 'challenge' ? answer : null;
  const transcript: Transcript = {
    origin,
    pageKey: publicKey,
    pageNonce,
    companionKey: challenge?.publicKey ?? '',
    companionNonce: challenge?.nonce ?? '',
  };
  return { page, answer, challenge, transcript };
}

/** Connects a paired page. */
export async function connectPaired(port: number, origin: string, key: PageKey) {
  const { page, answer, challenge, transcript } = await sendHello(port, origin, key.publicKey, 'paired');
  if (!challenge) return { page, transcript, outcome: answer };
  const signature = await signTranscript(key.privateKey, 'page-key', transcript);
  return { page, transcript, outcome: await page.ask({ type: 'proof', signature }) };
}

/** Creates the page's proof of a code. */
export async function createCodeProof(code: string, transcript: Transcript): Promise<object> {
  return { type: 'code-proof', mac: await computeCodeMac(code, 'page-code', transcript) };
}
