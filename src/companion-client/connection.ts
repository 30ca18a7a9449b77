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

/** The type of the answer to each request. */
interface AnswerTypes {
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
  'rotate-key': 'key-rotated';
}
type RequestType = keyof AnswerTypes;
type RequestOf<T extends RequestType> = Omit<Extract<ClientMessage, { readonly type: T }>, 'id'>;
type AnswerTo<T extends RequestType> = Extract<CompanionMessage, { readonly type: AnswerTypes[T] }>;

const answerTypes: AnswerTypes = {
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
  'rotate-key': 'key-rotated',
};

/**
 * The companion ends a request at its deadline. If there is no response this much later, the connection is treated as
 * lost.
 */
const graceMs = 5_000;
/** Timeout for opening the channel and authenticating. A companion needs milliseconds, on a busy machine more. */
const connectMs = 15_000;

interface RequestOptions {
  /**
   * Ends the request: it rejects at once with `aborted`, except that a generation resolves with the text so far.
   */
  readonly signal?: AbortSignal;
  /** Called with messages before the answer: the text of a generation, the progress of a benchmark. */
  readonly onText?: (text: string) => void;
  readonly onProgress?: (progress: Progress) => void;
}

interface Pending extends Pick<RequestOptions, 'onText' | 'onProgress'> {
  readonly answer: CompanionMessage['type'];
  resolve(message: CompanionMessage): void;
  reject(error: AppError): void;
}

/**
 * An authenticated connection to a companion. Requests run at the same time; all fail if it is lost. Models that were
 * opened over it are closed with it.
 */
export class CompanionConnection {
  readonly welcome: Welcome;
  /** Resolves with the reason once either side has closed the connection. */
  readonly closed: Promise<AppError>;
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  /** Called if the companion closes a model by itself, by the number of the session. */
  readonly #onSessionClosed = new Map<number, (error: AppError) => void>();
  #lastId = 0;
  #ended: AppError | null = null;

  constructor(channel: Channel, welcome: Welcome) {
    this.#channel = channel;
    this.welcome = welcome;
    this.closed = channel.closed;
    void this.#dispatch();
  }

  /**
   * Sends a request and resolves with its answer. Tensors of the request can be changed after the call; those of the
   * answer belong to the caller and share one buffer.
   * @throws AppError of the companion | companion-unreachable | deadline-exceeded | aborted | input-invalid if it is
   *   larger than the companion accepts
   */
  async request<T extends RequestType>(
    message: RequestOf<T> & { readonly type: T },
    { signal, ...listeners }: RequestOptions = {},
  ): Promise<AnswerTo<T>> {
    if (this.#ended) throw this.#ended;
    if (signal?.aborted) throw new AppError('aborted');
    const { type, deadlineMs } = message as { readonly type: T; readonly deadlineMs?: number };
    const id = ++this.#lastId;
    const answer = new Promise<CompanionMessage>((resolve, reject) => {
      this.#pending.set(id, { answer: answerTypes[type], ...listeners, resolve, reject });
    });
    const cancel = () => this.#channel.send({ type: 'cancel', id });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      this.#send({ ...message, id } as unknown as ClientMessage);
      const inTime = deadlineMs === undefined ? answer : this.#awaitInTime(answer, deadlineMs + graceMs);
      const endsWithText = signal === undefined || type === 'generate';
      return (await (endsWithText ? inTime : rejectOnAbort(signal, inTime))) as AnswerTo<T>;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#pending.delete(id);
    }
  }

  /** @param listener called with the reason if the companion closes the model by itself */
  onSessionClosed(session: number, listener: (error: AppError) => void): void {
    this.#onSessionClosed.set(session, listener);
  }

  /** Ends all requests with `aborted`, and closes the models opened over this connection. */
  close(): void {
    this.#channel.close(new AppError('aborted'));
  }

  #send(message: ClientMessage): void {
    if (!('tensors' in message)) return this.#channel.send(message);
    const { tensors, ...header } = message;
    this.#channel.sendFrame(header, tensors, this.welcome.limits.maxMessageBytes);
  }

  async #awaitInTime<T>(answer: Promise<T>, ms: number): Promise<T> {
    const timedOut = Symbol();
    const result = await withTimeout(answer, ms, timedOut);
    if (result === timedOut) throw this.#channel.createUnreachableError('companion-silent');
    return result as T;
  }

  async #dispatch(): Promise<void> {
    // An error without a request id concerns the connection, which the companion closes next.
    let rejection: AppError | null = null;
    for (;;) {
      let message: CompanionMessage;
      try {
        message = await this.#channel.receive();
      } catch (thrown) {
        this.#ended = rejection ?? asAppError(thrown);
        for (const { reject } of this.#pending.values()) reject(this.#ended);
        return;
      }
      if (message.type === 'error' && message.id === null) rejection = toAppError(message);
      else this.#handle(message);
    }
  }

  #handle(message: CompanionMessage): void {
    if (message.type === 'session-closed') {
      this.#onSessionClosed.get(message.session)?.(toAppError(message));
      return;
    }
    const pending = 'id' in message && message.id !== null ? this.#pending.get(message.id) : undefined;
    if (!pending) return; // the answer to a cancelled request
    if (message.type === 'text') pending.onText?.(message.text);
    else if (message.type === 'progress') pending.onProgress?.(message.progress);
    else if (message.type === 'error') pending.reject(toAppError(message));
    else if (message.type === pending.answer) pending.resolve(message);
    else pending.reject(createInvalidMessageError({ reason: 'message-type', type: message.type }));
  }
}

/**
 * Connects to a companion.
 * @param options.timeoutMs more than the default if the browser first asks the user for permission
 * @throws AppError companion-unreachable | companion-rejected | message-invalid | aborted
 */
export async function connect(
  access: CompanionAccess,
  { signal, timeoutMs = connectMs }: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
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
