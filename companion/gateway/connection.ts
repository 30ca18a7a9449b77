import type { WebSocket } from 'ws';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { readClientMessage, type ClientMessage } from '#protocol/client-messages.ts';
import type { CompanionControl, CompanionFrame } from '#protocol/companion-messages.ts';
import { encodeFrame } from '#protocol/binary-frame.ts';
import { RateLimit } from './access/rate-limit.ts';
import { limits } from './limits.ts';

/** Close codes of the protocol; those below 4000 are from RFC 6455. */
export const closeCodes = { goingAway: 1001, policyViolation: 1008, notAuthenticated: 4401, revoked: 4403 } as const;

/** One WebSocket: parses and sends messages. */
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
    keepAlive(socket);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** The next valid message; `null` once the connection is closed. Invalid ones are answered with an error. */
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

  /** Copies the tensors: a message in several fragments takes longer (600 KB: 1.9 instead of 1.6 ms, measured). */
  sendFrame(message: CompanionFrame, tensors: Tensors): void {
    if (this.isOpen) this.#socket.send(Buffer.concat(encodeFrame(message, tensors)), { binary: true });
  }

  /** @param id the request that failed; `null` if none did */
  sendError(id: number | null, thrown: unknown): void {
    const { code, facts } = asAppError(thrown);
    this.send({ type: 'error', id, code, facts });
  }

  /** Sends an error for a message that is not answered; closes the connection after too many of them. */
  reject(id: number | null, error: AppError): void {
    this.sendError(id, error);
    if (this.#faults.countEvent()) this.close(closeCodes.policyViolation);
  }

  /**
   * Resolves once most of the sent data has left, or the connection is closed, which happens if the other side does not
   * read.
   */
  async waitForDrain(): Promise<void> {
    const end = performance.now() + limits.drainMs;
    while (this.isOpen && this.#socket.bufferedAmount > limits.maxUnsentBytes) {
      if (performance.now() > end) this.close(closeCodes.policyViolation);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  close(code: number): void {
    this.#socket.close(code);
    // How long a client that does not answer the close frame keeps its socket.
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

/** Ends a connection whose other side is gone, or has sent only part of a frame. */
function keepAlive(socket: WebSocket): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, limits.pingMs);
  socket.on('pong', () => (answered = true));
  socket.once('close', () => clearInterval(timer));
}
