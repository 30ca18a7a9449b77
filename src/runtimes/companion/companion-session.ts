import type { CompanionConnection } from '#companion-client/connection.ts';
import type { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';

/** A model that is open in a companion: the common part of tensor and text sessions. */
export class RemoteSession {
  readonly #connection: CompanionConnection;
  readonly #session: number;
  readonly #model: string;
  /** Why the companion closed it. */
  #closed: AppError | null = null;

  constructor(connection: CompanionConnection, session: number, model: string) {
    this.#connection = connection;
    this.#session = session;
    this.#model = model;
    connection.onSessionClosed(session, (reason) => (this.#closed = reason));
  }

  /**
   * Calls the companion about this session.
   * @throws AppError session-closed
   */
  use<T>(call: (connection: CompanionConnection, session: number) => Promise<T>): Promise<T> {
    return this.#closed ? Promise.reject(this.#closed) : call(this.#connection, this.#session);
  }

  /**
   * Measures it in the engine's process.
   * @throws AppError what the method throws
   */
  async bench(
    request: BenchRequest,
    orderSeed: number,
    onProgress: (progress: Progress) => void,
  ): Promise<MeasuredRun> {
    const named = this.#named(request);
    const { measured } = await this.use((connection, session) =>
      connection.request({ type: 'bench', session, request: named, orderSeed }, { onProgress }),
    );
    return measured;
  }

  /** Profiles it in the engine's process. @throws AppError engine-unavailable if the engine does not profile */
  async profile(request: BenchRequest, onProgress: (progress: Progress) => void): Promise<RecordedProfile> {
    const named = this.#named(request);
    const { recorded } = await this.use((connection, session) =>
      connection.request({ type: 'profile', session, request: named }, { onProgress }),
    );
    return recorded;
  }

  async memory(): Promise<MemoryInUse> {
    return (await this.use((connection, session) => connection.request({ type: 'memory', session }))).memory;
  }

  /** The user's files are in the companion, under the id of their model. */
  #named(request: BenchRequest): BenchRequest {
    const { subject } = request;
    return subject.kind === 'files' ? { ...request, subject: { kind: 'model', id: this.#model } } : request;
  }

  async close(): Promise<void> {
    if (!this.#closed) await this.use((connection, session) => connection.request({ type: 'close', session }));
  }
}
