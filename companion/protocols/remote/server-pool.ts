import { AppError } from '#core/errors/error.ts';
import { limits } from '../../gateway/limits.ts';
import type { RemoteServer } from './server-records.ts';

/** A failed server is used again after this time, or if all have failed. Heuristic. */
const cooldownMs = 5_000;
/** A server must begin to answer within this time, and must not pause for longer. Heuristic. */
const defaultAnswerTimeoutMs = 120_000;

/** Statuses after which another server is tried; 429 comes from a busy one. */
const passing: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

export interface PoolRequest {
  /** Follows the base address. */
  readonly path: string;
  /** Absent for GET. */
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
 * Sends requests to the servers of one target: to the one with the fewest in flight, and if it fails, to the others.
 * A request may reach several of them, so it must not change anything.
 */
export class ServerPool {
  readonly #server: RemoteServer;
  readonly #answerTimeoutMs: number;
  readonly #endpoints: readonly Endpoint[];

  constructor(server: RemoteServer, answerTimeoutMs = defaultAnswerTimeoutMs) {
    this.#server = server;
    this.#answerTimeoutMs = answerTimeoutMs;
    this.#endpoints = server.urls.map((url) => ({ url, inFlight: 0, failedAtMs: -Infinity }));
  }

  /**
   * @param read reads an answer; if it throws `server-failed`, the server counts as failed
   * @throws AppError server-failed of the last server that was tried | the reason of the signal
   */
  async request<T>(request: PoolRequest, read: (answer: Answer) => Promise<T>): Promise<T> {
    let last: unknown;
    for (const endpoint of this.#inOrder()) {
      endpoint.inFlight++;
      try {
        const result = await this.#ask(endpoint, request, read);
        endpoint.failedAtMs = -Infinity;
        return result;
      } catch (thrown) {
        request.signal.throwIfAborted();
        if (!(thrown instanceof AppError) || thrown.facts['isFinal'] === true) throw thrown;
        endpoint.failedAtMs = performance.now();
        last = thrown;
      } finally {
        endpoint.inFlight--;
      }
    }
    throw last;
  }

  #inOrder(): readonly Endpoint[] {
    const now = performance.now();
    const isResting = ({ failedAtMs }: Endpoint) => Number(now - failedAtMs < cooldownMs);
    return this.#endpoints.toSorted((a, b) => isResting(a) - isResting(b) || a.inFlight - b.inFlight);
  }

  async #ask<T>({ url }: Endpoint, request: PoolRequest, read: (answer: Answer) => Promise<T>): Promise<T> {
    const { path, body, headers, signal } = request;
    const { name, token } = this.#server;
    const late = new AbortController();
    const watch = new Watchdog(this.#answerTimeoutMs, late);
    const facts = { server: name, url };
    try {
      const response = await fetch(url + path, {
        method: body === undefined ? 'GET' : 'POST',
        redirect: 'manual',
        headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        signal: AbortSignal.any([signal, late.signal]),
        ...(body !== undefined && { body }),
      });
      watch.reset();
      const answer = new Answer(response, facts, () => watch.reset());
      await answer.check();
      return await read(answer);
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown;
      const seconds = this.#answerTimeoutMs / 1000;
      if (late.signal.aborted) throw new AppError('server-failed', { ...facts, reason: 'no-answer-in-time', seconds });
      throw new AppError('server-failed', { ...facts, why: formatCause(thrown) }, { cause: thrown });
    } finally {
      watch.stop();
    }
  }
}

/** The answer of a server, read with a limit. */
export class Answer {
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
  async check(): Promise<void> {
    const { status, ok } = this.#response;
    if (ok) return;
    if (status >= 300 && status < 400) throw this.fault({ reason: 'server-redirects', isFinal: true });
    const why = readMessage(Buffer.from(await this.bytes()).toString()).slice(0, 500);
    if (status === 401 || status === 403) throw this.fault({ reason: 'server-token', status, why, isFinal: true });
    throw this.fault({ reason: 'server-rejects', status, why, ...(!passing.has(status) && { isFinal: true }) });
  }

  async *chunks(): AsyncGenerator<Uint8Array, void> {
    let length = 0;
    for await (const chunk of this.#response.body ?? []) {
      this.#onData();
      length += chunk.length;
      if (length > limits.maxMessageBytes) throw this.fault({ reason: 'server-answer-too-large' });
      yield chunk;
    }
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.chunks()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async json(): Promise<unknown> {
    return this.parse(Buffer.from(await this.bytes()).toString());
  }

  /** @throws AppError server-failed */
  parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.fault({ reason: 'answer-not-json' });
    }
  }

  /** A failure of this server. With `isFinal`, no other server is tried. */
  fault(facts: AppError['facts']): AppError {
    return new AppError('server-failed', { ...this.#facts, ...facts });
  }
}

class Watchdog {
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number, late: AbortController) {
    this.#timer = setTimeout(() => late.abort(), ms);
  }

  reset(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** The message in an error of either protocol; the text itself if there is none. */
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

/** Node's fetch has the reason in the `cause` of its error. */
function formatCause(thrown: unknown): string {
  const { message = String(thrown), cause } = thrown as {
    message?: string;
    cause?: { message?: string; code?: string };
  };
  return cause?.message || cause?.code || message;
}
