import type { TensorEngineId } from '#core/engine/engines.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { MemoryInUse, Runtime, SessionFacts, TensorSession } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors } from '#core/engine/tensor.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import type { EngineHost } from './engine-host.ts';
import { callDeadlineMs, RemoteModel } from './remote-model.ts';

export interface RemoteRunOptions {
  /** Ends the run with the error `aborted` as soon as the engine can. */
  readonly signal?: AbortSignal;
  /** The maximum time of the run, after which the engine's process is killed. */
  readonly deadlineMs?: number;
}

/** A tensor model that is open in an engine's process. */
export class RemoteTensorSession implements TensorSession {
  readonly kind = 'tensor';
  readonly facts: SessionFacts;
  readonly #model: RemoteModel;

  constructor(model: RemoteModel) {
    this.#model = model;
    this.facts = model.facts as SessionFacts;
  }

  /** @throws AppError from `TensorSession` | aborted | engine-died */
  async run(inputs: Tensors, options: RemoteRunOptions = {}): Promise<Tensors> {
    checkInputs(inputs, this.facts.inputs);
    return this.#model.withSession((process, session) =>
      process.run(session, inputs, { deadlineMs: callDeadlineMs, ...options }),
    );
  }

  /** @see RemoteModel.bench */
  bench(...run: Parameters<RemoteModel['bench']>): Promise<MeasuredRun> {
    return this.#model.bench(...run);
  }

  /** @see RemoteModel.profile */
  profile(...run: Parameters<RemoteModel['profile']>): Promise<RecordedProfile> {
    return this.#model.profile(...run);
  }

  memory(): Promise<MemoryInUse> {
    return this.#model.memory();
  }

  close(): Promise<void> {
    return this.#model.close();
  }
}

/** Creates the runtime of a tensor engine that runs in `host`. */
export function createTensorRuntime(host: EngineHost): Runtime<RemoteTensorSession> {
  return {
    id: host.id as TensorEngineId,
    open: async (model, options) => new RemoteTensorSession(await RemoteModel.open(host, model, options)),
  };
}
