import { AppError, asAppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { ClientMessage } from '#protocol/client-messages.ts';
import { readCompanionMessage, type CompanionMessage } from '#protocol/companion-messages.ts';
import { encodeFrame } from '#protocol/binary-frame.ts';

/** The close code of a companion that revoked the pairing of this page; `companion/gateway/connection.ts`. */
const revokedCode = 4403;
/** The close code of a program that ends, RFC 6455 section 7.4.1. */
const goingAwayCode = 1001;

/**
 * Frames above this size are sent as a Blob: Chromium sent 4.9 MB in 18 ms as a Blob and in 51 ms as an array, while a
 * Blob takes longer to begin. The threshold is a heuristic, not measured.
 */
const minBlobBytes = 1 << 20;

/** Messages of the page without tensors. */
export type ControlMessage = Exclude<ClientMessage, { readonly tensors: Tensors }>;

/** One WebSocket to a companion: sends and parses messages. */
export class Channel {
  readonly #socket: WebSocket;
  readonly #address: string;
  readonly #inbox: CompanionMessage[] = [];
  #wake: () => void = () => {};
  #end: (reason: AppError) => void = () => {};
  #ended: AppError | null = null;
  /** Resolves once the channel is open or has failed to open. */
  readonly opened: Promise<void>;
  /** Resolves with the reason once either side has closed the channel. */
  readonly closed: Promise<AppError>;

  constructor(url: string) {
    this.#address = new URL(url).host;
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = 'arraybuffer';
    this.closed = new Promise((resolve) => (this.#end = resolve));
    void this.closed.then((reason) => {
      this.#ended = reason;
      this.#wake();
    });
    let wasOpen = false;
    this.opened = new Promise((resolve) => {
      this.#socket.addEventListener('open', () => {
        wasOpen = true;
        resolve();
      });
      void this.closed.then(() => resolve());
    });
    this.#socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => this.#receive(data));
    this.#socket.addEventListener('close', ({ code }) => this.#end(this.#createCloseError(code, wasOpen)));
  }

  /**
   * Waits for the next message.
   * @throws AppError the reason why the channel is closed
   */
  async receive(): Promise<CompanionMessage> {
    for (;;) {
      const message = this.#inbox.shift();
      if (message) return message;
      if (this.#ended) throw this.#ended;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Messages after the channel is closed are dropped; `receive` throws the reason. */
  send(message: ControlMessage): void {
    if (this.#isOpen) this.#socket.send(JSON.stringify(message));
  }

  /**
   * Sends a message with tensors, which the caller may change after the call.
   * @throws AppError input-invalid if the message is larger than `maxBytes`
   */
  sendFrame(message: object, tensors: Tensors, maxBytes: number): void {
    const parts = encodeFrame(message, tensors);
    const sizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
    if (sizeBytes > maxBytes) throw new AppError('input-invalid', { reason: 'message-too-large', sizeBytes, maxBytes });
    if (!this.#isOpen) return;
    this.#socket.send(sizeBytes < minBlobBytes ? concat(parts, sizeBytes) : new Blob(parts));
  }

  /** @param reason the result of `closed`, unless the channel is already closed */
  close(reason: AppError): void {
    this.#end(reason);
    this.#socket.close();
  }

  createUnreachableError(
    reason: 'companion-not-found' | 'companion-ended' | 'connection-lost' | 'companion-silent',
  ): AppError {
    return new AppError('companion-unreachable', { reason, address: this.#address });
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  #receive(data: string | ArrayBuffer): void {
    try {
      this.#inbox.push(readCompanionMessage(typeof data === 'string' ? data : new Uint8Array(data)));
      this.#wake();
    } catch (thrown) {
      // Later messages could be misread as well, because the program on this port is not a companion of this version.
      this.close(asAppError(thrown));
    }
  }

  #createCloseError(code: number, wasOpen: boolean): AppError {
    if (code === revokedCode) return new AppError('companion-rejected', { reason: 'pairing-revoked' });
    if (!wasOpen) return this.createUnreachableError('companion-not-found');
    return this.createUnreachableError(code === goingAwayCode ? 'companion-ended' : 'connection-lost');
  }
}

function concat(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
