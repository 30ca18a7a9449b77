import { AppError, asAppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { ClientMessage } from '#protocol/client-messages.ts';
import { readCompanionMessage, type CompanionMessage } from '#protocol/companion-messages.ts';
import { encodeFrame } from '#protocol/binary-frame.ts';

/** WebSocket close code for a revoked pairing (`companion/gateway/connection.ts`). */
const revokedCode = 4403;
/** WebSocket close code of a program that exits (RFC 6455, section 7.4.1). */
const goingAwayCode = 1001;

/**
 * Larger frames are sent as a Blob: Chromium sent 4.9 MB in 18 ms as a Blob and in 51 ms as an array (measured). For
 * small frames, a Blob is slower. The threshold itself is a heuristic, not measured.
 */
const minBlobBytes = 1 << 20;

/** The page's messages without tensors. */
export type ControlMessage = Exclude<ClientMessage, { readonly tensors: Tensors }>;

/** A WebSocket to a companion that encodes and parses messages. */
export class Channel {
  readonly #socket: WebSocket;
  readonly #address: string;
  readonly #inbox: CompanionMessage[] = [];
  #wake: () => void = () => {};
  #resolveClosed: (reason: AppError) => void = () => {};
  #closeReason: AppError | null = null;
  /** Resolves once the channel is open or has failed to open. */
  readonly opened: Promise<void>;
  /** Resolves with the reason once either side has closed the channel. */
  readonly closed: Promise<AppError>;

  constructor(url: string) {
    this.#address = new URL(url).host;
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = 'arraybuffer';
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    void this.closed.then((reason) => {
      this.#closeReason = reason;
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
    this.#socket.addEventListener('close', ({ code }) => this.#resolveClosed(this.#createCloseError(code, wasOpen)));
  }

  /**
   * Waits for the next message.
   * @throws AppError the reason for which the channel was closed
   */
  async receive(): Promise<CompanionMessage> {
    for (;;) {
      const message = this.#inbox.shift();
      if (message) return message;
      if (this.#closeReason) throw this.#closeReason;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Sends a message, or drops it if the channel is closed, which `receive` reports. */
  send(message: ControlMessage): void {
    if (this.#isOpen) this.#socket.send(JSON.stringify(message));
  }

  /**
   * Sends a message with tensors. The caller may change the tensors after the call.
   * @throws AppError input-invalid if the message is larger than `maxBytes`
   */
  sendFrame(message: object, tensors: Tensors, maxBytes: number): void {
    const chunks = encodeFrame(message, tensors);
    const sizeBytes = chunks.reduce((sum, { length }) => sum + length, 0);
    if (sizeBytes > maxBytes) throw new AppError('input-invalid', { reason: 'message-too-large', sizeBytes, maxBytes });
    if (!this.#isOpen) return;
    this.#socket.send(sizeBytes < minBlobBytes ? concatenate(chunks, sizeBytes) : new Blob(chunks));
  }

  /** @param reason that `closed` resolves with, unless the channel is already closed */
  close(reason: AppError): void {
    this.#resolveClosed(reason);
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
      // The other program is not a compatible companion, so later messages could be misread.
      this.close(asAppError(thrown));
    }
  }

  #createCloseError(code: number, wasOpen: boolean): AppError {
    if (code === revokedCode) return new AppError('companion-rejected', { reason: 'pairing-revoked' });
    if (!wasOpen) return this.createUnreachableError('companion-not-found');
    return this.createUnreachableError(code === goingAwayCode ? 'companion-ended' : 'connection-lost');
  }
}

function concatenate(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
