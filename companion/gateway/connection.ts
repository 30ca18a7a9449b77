import type { WebSocket } from 'ws';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { readClientMessage, type ClientMessage } from '#protocol/client-messages.ts';
import type { CompanionControl, CompanionFrame } from '#protocol/companion-messages.ts';
import { encodeFrame } from '#protocol/binary-frame.ts';
import { RateLimit } from './access/rate-limit.ts';
import { limits } from './limits.ts';

/** The close codes of the protocol. Codes below 4000 are from RFC 6455. */
export const closeCodes = { goingAway: 1001, policyViolation: 1008, notAuthenticated: 4401, revoked: 4403 } as const;

/** A WebSocket that receives and sends messages of the protocol. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #inbox: ClientMessage[] = [];
  #wake: () => void = () => {};
  readonly #faults = new RateLimit(limits.maxFaults, limits.faultWindowMs);

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? (data as ArrayBuffer) : data.toString()));
    socket.on('close', () => this.#wake());
    socket.on('error', () => socket.terminate()); // a frame that violates RFC 6455 or is too large
    startKeepAlive(socket);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Waits for the next valid message; `null` once the connection is closed. Invalid messages are answered with an error. */
  async receive(): Promise<ClientMessage | null> {
    for (;;) {
      if (!this.isOpen) return null;
      const message = this.#inbox.shift();
      if (message) return message;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  send(message: CompanionControl): void {
    if (this.isOpen) this.#socket.send(JSON.stringify(message));
  }

  /** Sends the tensors as one copy. Several fragments take longer (measured for 600 KB: 1.9 instead of 1.6 ms). */
  sendFrame(message: CompanionFrame, tensors: Tensors): void {
    if (this.isOpen) this.#socket.send(Buffer.concat(encodeFrame(message, tensors)), { binary: true });
  }

  /** @param id the id of the request that failed; `null` if the error belongs to no request */
  sendError(id: number | null, thrown: unknown): void {
    const { code, facts } = asAppError(thrown);
    this.send({ type: 'error', id, code, facts });
  }

  /** Rejects a message with an error. Closes the connection after too many rejections. */
  reject(id: number | null, error: AppError): void {
    this.sendError(id, error);
    if (this.#faults.countEvent()) this.close(closeCodes.policyViolation);
  }

  /** Waits until most of the queued data has been transmitted. A connection whose client stops reading is closed. */
  async waitForDrain(): Promise<void> {
    const endMs = performance.now() + limits.drainMs;
    while (this.isOpen && this.#socket.bufferedAmount > limits.maxUnsentBytes) {
      if (performance.now() > endMs) this.close(closeCodes.policyViolation);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  close(code: number): void {
    this.#socket.close(code);
    // A client that does not answer the close frame loses its socket.
    setTimeout(() => this.#socket.terminate(), 1000).unref();
  }

  onClose(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  #receive(data: string | ArrayBuffer): void {
    try {
      this.#inbox.push(readClientMessage(typeof data === 'string' ? data : new Uint8Array(data)));
      this.#wake();
    } catch (thrown) {
      const error = asAppError(thrown);
      const { id } = error.facts;
      this.reject(typeof id === 'number' ? id : null, error);
    }
  }
}

/** Pings a client regularly, and terminates the connection if the client does not answer. */
function startKeepAlive(socket: WebSocket): void {
  let hasAnswered = true;
  const timer = setInterval(() => {
    if (!hasAnswered) return socket.terminate();
    hasAnswered = false;
    socket.ping();
  }, limits.pingMs);
  socket.on('pong', () => (hasAnswered = true));
  socket.once('close', () => clearInterval(timer));
}
