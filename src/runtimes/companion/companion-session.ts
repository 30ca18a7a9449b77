import type {
  CompanionConnection,
  RequestOf,
  RequestOptions,
  RequestType,
  ResponseTo,
} from '#companion-client/connection.ts';
import type { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';

/** An open model in a companion: the base class of tensor and text sessions. */
export class CompanionSession {
  readonly #connection: CompanionConnection;
  readonly #sessionId: number;
  readonly #model: string;
  /** Why the companion closed the session; `null` while it is open. */
  #closed: AppError | null = null;

  constructor(connection: CompanionConnection, sessionId: number, model: string) {
    this.#connection = connection;
    this.#sessionId = sessionId;
    this.#model = model;
    connection.onSessionClosed(sessionId, (reason) => (this.#closed = reason));
  }

  /**
   * Sends a request for this session.
   * @throws AppError session-closed | any error of `CompanionConnection.request`
   */
  protected async request<T extends RequestType>(
    message: Omit<RequestOf<T>, 'session'> & { readonly type: T },
    options?: RequestOptions,
  ): Promise<ResponseTo<T>> {
    if (this.#closed) throw this.#closed;
    const request = { ...message, session: this.#sessionId } as unknown as RequestOf<T> & { readonly type: T };
    return this.#connection.request<T>(request, options);
  }

  /**
   * Measures the model in the engine's process.
   * @throws AppError of the benchmark
   */
  async bench(
    request: BenchRequest,
    orderSeed: number,
    onProgress: (progress: Progress) => void,
  ): Promise<MeasuredRun> {
    const remoteRequest = this.#toRemoteRequest(request);
    const { measured } = await this.request({ type: 'bench', request: remoteRequest, orderSeed }, { onProgress });
    return measured;
  }

  /** Profiles the model in the engine's process. @throws AppError engine-unavailable if the engine does not profile */
  async profile(request: BenchRequest, onProgress: (progress: Progress) => void): Promise<RecordedProfile> {
    const remoteRequest = this.#toRemoteRequest(request);
    const { recorded } = await this.request({ type: 'profile', request: remoteRequest }, { onProgress });
    return recorded;
  }

  async memory(): Promise<MemoryInUse> {
    return (await this.request({ type: 'memory' })).memory;
  }

  /** The companion stores the user's files under the id of their model. */
  #toRemoteRequest(request: BenchRequest): BenchRequest {
    const { subject } = request;
    return subject.kind === 'files' ? { ...request, subject: { kind: 'model', id: this.#model } } : request;
  }

  async close(): Promise<void> {
    if (!this.#closed) await this.request({ type: 'close' });
  }
}
