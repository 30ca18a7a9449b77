import type { CompanionConnection } from '#companion-client/connection.ts';
import type { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';

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

  /** Calls the companion about this session. @throws AppError session-closed */
  use<T>(call: (connection: CompanionConnection, session: number) => Promise<T>): Promise<T> {
    return this.#closed ? Promise.reject(this.#closed) : call(this.#connection, this.#session);
  }

  /** Measures it in the engine's process. @throws AppError what the method throws */
  async bench(
    request: BenchRequest,
    orderSeed: number,
    onProgress: (progress: Progress) => void,
  ): Promise<MeasuredRun> {
    const { subject } = request;
    const named = {
      ...request,
      subject: subject.kind === 'files' ? ({ kind: 'model', id: this.#model } as const) : subject,
    };
    const { measured } = await this.use((connection, session) =>
      connection.request({ type: 'bench', session, request: named, orderSeed }, { onProgress }),
    );
    return measured;
  }

  async memory(): Promise<MemoryInUse> {
    return (await this.use((connection, session) => connection.request({ type: 'memory', session }))).memory;
  }

  async close(): Promise<void> {
    if (!this.#closed) await this.use((connection, session) => connection.request({ type: 'close', session }));
  }
}
