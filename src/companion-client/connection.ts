import { rejectOnAbort, withTimeout } from '#core/delay.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { Progress } from '#core/report/progress.ts';
import type { ClientMessage } from '#protocol/client-messages.ts';
import type { CompanionMessage } from '#protocol/companion-messages.ts';
import { createInvalidMessageError } from '#protocol/invalid-message.ts';
import { toAppError } from '#protocol/remote-error.ts';
import type { CompanionAccess } from './access.ts';
import { authenticate, type Welcome } from './authenticate.ts';
import { Channel } from './channel.ts';

/** The response type of each request type. */
interface ResponseTypes {
  'list-engines': 'engines';
  'list-models': 'models';
  'read-hardware': 'hardware';
  'begin-upload': 'received';
  upload: 'received';
  open: 'opened';
  run: 'outputs';
  generate: 'generated';
  'time-text': 'timed';
  vocabulary: 'vocabulary';
  tokenise: 'tokenised';
  predict: 'predicted';
  bench: 'measured';
  profile: 'profiled';
  memory: 'memory';
  close: 'closed';
  federate: 'federated';
  'rotate-key': 'key-rotated';
}
export type RequestType = keyof ResponseTypes;
export type RequestOf<T extends RequestType> = Omit<Extract<ClientMessage, { readonly type: T }>, 'id'>;
export type ResponseTo<T extends RequestType> = Extract<CompanionMessage, { readonly type: ResponseTypes[T] }>;

const responseTypes: ResponseTypes = {
  'list-engines': 'engines',
  'list-models': 'models',
  'read-hardware': 'hardware',
  'begin-upload': 'received',
  upload: 'received',
  open: 'opened',
  run: 'outputs',
  generate: 'generated',
  'time-text': 'timed',
  vocabulary: 'vocabulary',
  tokenise: 'tokenised',
  predict: 'predicted',
  bench: 'measured',
  profile: 'profiled',
  memory: 'memory',
  close: 'closed',
  federate: 'federated',
  'rotate-key': 'key-rotated',
};

/**
 * The companion ends a request at its deadline. If no response arrives within this time after it, the connection counts
 * as lost. Heuristic, not measured.
 */
const graceMs = 5_000;
/** Timeout of the handshake, which takes milliseconds on an idle machine. Heuristic, not measured. */
const connectTimeoutMs = 15_000;

export interface RequestOptions {
  /** Cancels the request, which rejects immediately with `aborted`. A generation resolves with the text so far. */
  readonly signal?: AbortSignal;
  /** Called with the text of a generation as it arrives. */
  readonly onText?: (text: string) => void;
  /** Called with the progress of a benchmark or a profile. */
  readonly onProgress?: (progress: Progress) => void;
}

interface PendingRequest extends Pick<RequestOptions, 'onText' | 'onProgress'> {
  readonly responseType: CompanionMessage['type'];
  resolve(message: CompanionMessage): void;
  reject(error: AppError): void;
}

/**
 * An authenticated connection to a companion. Requests run concurrently, and all fail if the connection is lost. Its
 * sessions are closed with it.
 */
export class CompanionConnection {
  readonly welcome: Welcome;
  /** Resolves with the reason once either side has closed the connection. */
  readonly closed: Promise<AppError>;
  readonly #channel: Channel;
  readonly #pending = new Map<number, PendingRequest>();
  /** The listeners by session number. */
  readonly #sessionClosedListeners = new Map<number, (error: AppError) => void>();
  #lastId = 0;
  #closeReason: AppError | null = null;

  constructor(channel: Channel, welcome: Welcome) {
    this.#channel = channel;
    this.welcome = welcome;
    this.closed = channel.closed;
    void this.#dispatch();
  }

  /**
   * Sends a request and resolves with its response. The caller may change the request's tensors after the call, and
   * owns the response's tensors, which share one buffer.
   * @throws AppError from the companion | companion-unreachable | deadline-exceeded | aborted | input-invalid if the
   * request exceeds the companion's size limit
   */
  async request<T extends RequestType>(
    message: RequestOf<T> & { readonly type: T },
    { signal, ...listeners }: RequestOptions = {},
  ): Promise<ResponseTo<T>> {
    if (this.#closeReason) throw this.#closeReason;
    if (signal?.aborted) throw new AppError('aborted');
    const { type, deadlineMs } = message as { readonly type: T; readonly deadlineMs?: number };
    const id = ++this.#lastId;
    const response = new Promise<CompanionMessage>((resolve, reject) => {
      this.#pending.set(id, { responseType: responseTypes[type], ...listeners, resolve, reject });
    });
    const cancel = () => this.#channel.send({ type: 'cancel', id });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      this.#send({ ...message, id } as unknown as ClientMessage);
      const timed = deadlineMs === undefined ? response : this.#awaitWithTimeout(response, deadlineMs + graceMs);
      const isAbortable = signal !== undefined && type !== 'generate';
      return (await (isAbortable ? rejectOnAbort(signal, timed) : timed)) as ResponseTo<T>;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#pending.delete(id);
    }
  }

  /** @param listener called with the reason if the companion closes the session */
  onSessionClosed(session: number, listener: (error: AppError) => void): void {
    this.#sessionClosedListeners.set(session, listener);
  }

  /** Rejects all pending requests with `aborted` and closes the sessions of this connection. */
  close(): void {
    this.#channel.close(new AppError('aborted'));
  }

  #send(message: ClientMessage): void {
    if (!('tensors' in message)) return this.#channel.send(message);
    const { tensors, ...header } = message;
    this.#channel.sendFrame(header, tensors, this.welcome.limits.maxMessageBytes);
  }

  async #awaitWithTimeout<T>(response: Promise<T>, timeoutMs: number): Promise<T> {
    const timedOut = Symbol();
    const result = await withTimeout(response, timeoutMs, timedOut);
    if (result === timedOut) throw this.#channel.createUnreachableError('companion-silent');
    return result as T;
  }

  async #dispatch(): Promise<void> {
    // An error without a request id announces that the companion closes the connection.
    let connectionError: AppError | null = null;
    for (;;) {
      let message: CompanionMessage;
      try {
        message = await this.#channel.receive();
      } catch (thrown) {
        this.#closeReason = connectionError ?? asAppError(thrown);
        for (const { reject } of this.#pending.values()) reject(this.#closeReason);
        return;
      }
      if (message.type === 'error' && message.id === null) connectionError = toAppError(message);
      else this.#handle(message);
    }
  }

  #handle(message: CompanionMessage): void {
    if (message.type === 'session-closed') {
      this.#sessionClosedListeners.get(message.session)?.(toAppError(message));
      return;
    }
    const request = 'id' in message && message.id !== null ? this.#pending.get(message.id) : undefined;
    if (!request) return; // the response to a cancelled request
    if (message.type === 'text') request.onText?.(message.text);
    else if (message.type === 'progress') request.onProgress?.(message.progress);
    else if (message.type === 'error') request.reject(toAppError(message));
    else if (message.type === request.responseType) request.resolve(message);
    else request.reject(createInvalidMessageError({ reason: 'message-type', type: message.type }));
  }
}

/**
 * Connects to a companion.
 * @param options.timeoutMs longer than the default if the browser first asks the user for permission
 * @throws AppError companion-unreachable | companion-rejected | message-invalid | aborted
 */
export async function connect(
  access: CompanionAccess,
  { signal, timeoutMs = connectTimeoutMs }: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
): Promise<CompanionConnection> {
  const channel = new Channel(access.url);
  try {
    const authenticated = withTimeout(authenticate(channel, access), timeoutMs, null);
    const welcome = await (signal ? rejectOnAbort(signal, authenticated) : authenticated);
    if (!welcome) throw channel.createUnreachableError('companion-silent');
    return new CompanionConnection(channel, welcome);
  } catch (thrown) {
    channel.close(new AppError('aborted'));
    throw thrown;
  }
}
