import { AppError } from '#core/errors/error.ts';
import { limits } from '../../gateway/limits.ts';
import type { RemoteServer } from './server-records.ts';

/** The time during which a failed server is tried only after the others. Heuristic, not measured. */
const cooldownMs = 5_000;
/** The maximum time until a response begins, and between its chunks. Heuristic, not measured. */
const defaultResponseTimeoutMs = 120_000;

/** The statuses after which another server is tried. A busy server answers 429. */
const retryStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

export interface PoolRequest {
  /** The path, which is appended to the base address. */
  readonly path: string;
  /** The body of a POST request; absent for GET. */
  readonly body?: Uint8Array<ArrayBuffer> | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

interface Endpoint {
  readonly url: string;
  inFlight: number;
  failedAtMs: number;
}

/**
 * Sends each request to the server with the fewest requests in flight, and if that fails, to the others. A request may reach
 * several servers, so it must not have side effects.
 */
export class ServerPool {
  readonly #server: RemoteServer;
  readonly #responseTimeoutMs: number;
  readonly #endpoints: readonly Endpoint[];

  constructor(server: RemoteServer, responseTimeoutMs = defaultResponseTimeoutMs) {
    this.#server = server;
    this.#responseTimeoutMs = responseTimeoutMs;
    this.#endpoints = server.urls.map((url) => ({ url, inFlight: 0, failedAtMs: -Infinity }));
  }

  /**
   * Sends a request, and returns what `read` returns.
   * @param read reads the response; if it throws `server-failed`, the server counts as failed
   * @throws AppError server-failed from the last server that was tried | the reason of the signal
   */
  async request<T>(request: PoolRequest, read: (response: RemoteResponse) => Promise<T>): Promise<T> {
    let lastError: unknown;
    for (const endpoint of this.#sortEndpoints()) {
      endpoint.inFlight++;
      try {
        const result = await this.#send(endpoint, request, read);
        endpoint.failedAtMs = -Infinity;
        return result;
      } catch (thrown) {
        request.signal.throwIfAborted();
        if (!(thrown instanceof AppError) || thrown.facts['isFinal'] === true) throw thrown;
        endpoint.failedAtMs = performance.now();
        lastError = thrown;
      } finally {
        endpoint.inFlight--;
      }
    }
    throw lastError;
  }

  #sortEndpoints(): readonly Endpoint[] {
    const now = performance.now();
    const cooldownRank = ({ failedAtMs }: Endpoint) => Number(now - failedAtMs < cooldownMs);
    return this.#endpoints.toSorted((a, b) => cooldownRank(a) - cooldownRank(b) || a.inFlight - b.inFlight);
  }

  async #send<T>({ url }: Endpoint, request: PoolRequest, read: (response: RemoteResponse) => Promise<T>): Promise<T> {
    const { path, body, headers, signal } = request;
    const { name, token } = this.#server;
    const timeoutController = new AbortController();
    const watchdog = new Watchdog(this.#responseTimeoutMs, timeoutController);
    const facts = { server: name, url };
    try {
      const response = await fetch(url + path, {
        method: body === undefined ? 'GET' : 'POST',
        redirect: 'manual',
        headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        signal: AbortSignal.any([signal, timeoutController.signal]),
        ...(body !== undefined && { body }),
      });
      watchdog.reset();
      const remoteResponse = new RemoteResponse(response, facts, () => watchdog.reset());
      await remoteResponse.throwIfFailed();
      return await read(remoteResponse);
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown;
      const seconds = this.#responseTimeoutMs / 1000;
      if (timeoutController.signal.aborted)
        throw new AppError('server-failed', { ...facts, reason: 'no-answer-in-time', seconds });
      throw new AppError('server-failed', { ...facts, why: formatCause(thrown) }, { cause: thrown });
    } finally {
      watchdog.stop();
    }
  }
}

/** The response of a server, whose size is limited. */
export class RemoteResponse {
  readonly headers: Headers;
  readonly #response: Response;
  readonly #facts: Readonly<Record<string, string>>;
  readonly #onData: () => void;

  constructor(response: Response, facts: Readonly<Record<string, string>>, onData: () => void) {
    this.headers = response.headers;
    this.#response = response;
    this.#facts = facts;
    this.#onData = onData;
  }

  /** @throws AppError server-failed for a status other than success */
  async throwIfFailed(): Promise<void> {
    const { status, ok } = this.#response;
    if (ok) return;
    if (status >= 300 && status < 400) throw this.createError({ reason: 'server-redirects', isFinal: true });
    const message = readMessage(Buffer.from(await this.readBytes()).toString()).slice(0, 500);
    if (status === 401 || status === 403)
      throw this.createError({ reason: 'server-token', status, why: message, isFinal: true });
    throw this.createError({
      reason: 'server-rejects',
      status,
      why: message,
      ...(!retryStatuses.has(status) && { isFinal: true }),
    });
  }

  async *readChunks(): AsyncGenerator<Uint8Array, void> {
    let length = 0;
    for await (const chunk of this.#response.body ?? []) {
      this.#onData();
      length += chunk.length;
      if (length > limits.maxMessageBytes) throw this.createError({ reason: 'server-answer-too-large' });
      yield chunk;
    }
  }

  async readBytes(): Promise<Uint8Array<ArrayBuffer>> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.readChunks()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async readJson(): Promise<unknown> {
    return this.parseJson(Buffer.from(await this.readBytes()).toString());
  }

  /**
   * Parses JSON.
   * @throws AppError server-failed
   */
  parseJson(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.createError({ reason: 'answer-not-json' });
    }
  }

  /** Creates an error of this server. With the fact `isFinal`, no other server is tried. */
  createError(facts: AppError['facts']): AppError {
    return new AppError('server-failed', { ...this.#facts, ...facts });
  }
}

class Watchdog {
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutMs: number, timeoutController: AbortController) {
    this.#timer = setTimeout(() => timeoutController.abort(), timeoutMs);
  }

  reset(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Reads the message of an error in the format of either protocol; the whole text if it has none. */
function readMessage(text: string): string {
  try {
    const { error, detail } = JSON.parse(text) as { error?: string | { message?: string }; detail?: unknown };
    if (typeof error === 'string') return error;
    if (typeof error?.message === 'string') return error.message;
    return detail === undefined ? text : JSON.stringify(detail);
  } catch {
    return text;
  }
}

/** Formats an error of Node's `fetch`, whose cause has the actual reason. */
function formatCause(thrown: unknown): string {
  const { message = String(thrown), cause } = thrown as {
    message?: string;
    cause?: { message?: string; code?: string };
  };
  return cause?.message || cause?.code || message;
}
