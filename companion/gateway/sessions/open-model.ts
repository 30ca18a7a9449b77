import { rejectOnAbort } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { MemoryInUse, TensorSession } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors } from '#core/engine/tensor.ts';
import type { TextRequest, TextSession, TextUsage } from '#core/engine/text-session.ts';
import { hasBatchAxis } from '#core/engine/batch-axis.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import type { Embedding } from '../../engines/native-engine.ts';
import type { BatchSettings } from './batching/batch-settings.ts';
import { Batcher } from './batching/batcher.ts';

interface MeasureOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

interface Measurable {
  /**
   * Measures the session where it runs. Absent for a remote server.
   * @param orderSeed R17
   */
  bench?(request: BenchRequest, orderSeed: number, options: MeasureOptions): Promise<MeasuredRun>;
  /** Profiles the session where it runs. Absent for text and for a remote server. */
  profile?(request: BenchRequest, options: MeasureOptions): Promise<RecordedProfile>;
}

/** A tensor session of the companion, whose runs can be ended. */
export interface HostedTensorSession extends TensorSession, Measurable {
  /** Calls may overlap, as on a remote server. */
  readonly canOverlap?: true;
  run(inputs: Tensors, options?: { readonly signal: AbortSignal }): Promise<Tensors>;
}

export interface HostedTextSession extends TextSession, Measurable {
  readonly canOverlap?: true;
  /**
   * Absent if the engine has no embeddings.
   * @throws AppError input-invalid
   */
  embed?(text: string): Promise<Embedding>;
}

export type { Embedding };
export type HostedSession = HostedTensorSession | HostedTextSession;

/** A model that a client has opened. Its calls run one after the other, as a session requires. */
export class OpenModel {
  readonly session: HostedSession;
  /** The model's id, for messages. */
  readonly model: string;
  /** The size of its files: a lower bound of the memory that it needs. */
  readonly sizeBytes: number;
  /** The memory that it is known to use; see {@link OpenModel.measureMemory}. */
  memoryBytes: number;
  /** Time of the last use, as `performance.now()`. */
  lastUsedMs = performance.now();
  /** Calls that are waiting or running, and clients that are about to call. */
  #users = 0;
  #lastCall: Promise<unknown> = Promise.resolve();
  #onUnused: () => void = () => {};
  readonly #batcher: Batcher | null = null;

  constructor(session: HostedSession, model: string, sizeBytes: number, batching: BatchSettings) {
    this.session = session;
    this.model = model;
    this.sizeBytes = sizeBytes;
    this.memoryBytes = sizeBytes;
    if (session.kind !== 'tensor') return;
    const isBatched = !session.canOverlap && batching.maxBatchSize > 1 && hasBatchAxis(session.facts);
    if (isBatched) this.#batcher = new Batcher((inputs, signal) => this.#runAlone(session, inputs, signal), batching);
  }

  /**
   * Asks the engine how much memory the model uses, with its KV cache or the arena for its intermediate results; it is
   * at least the size of its files. A model in use keeps its last value.
   */
  async measureMemory(): Promise<void> {
    if (!this.isIdle) return;
    const unknown: MemoryInUse = {};
    const { lastUsedMs } = this;
    const measuring = this.keep(() => this.session.memory());
    const { weightsBytes = this.sizeBytes, kvCacheBytes = 0, arenaBytes = 0 } = await measuring.catch(() => unknown);
    this.lastUsedMs = lastUsedMs;
    this.memoryBytes = Math.max(this.sizeBytes, weightsBytes + kvCacheBytes, arenaBytes);
  }

  get isIdle(): boolean {
    return this.#users === 0;
  }

  /**
   * Calls the session when its previous calls are done. A call whose signal aborts before its turn is not made.
   * @throws the reason of the signal
   */
  async call<T>(signal: AbortSignal, use: () => Promise<T>): Promise<T> {
    if (this.session.canOverlap) {
      signal.throwIfAborted();
      return this.keep(use);
    }
    const turn = this.#lastCall.then(() => {
      signal.throwIfAborted();
      return use();
    });
    this.#lastCall = turn.catch(() => {});
    return this.keep(() => turn);
  }

  /** Keeps the model open while `use` makes calls. */
  async keep<T>(use: () => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await use();
    } finally {
      this.lastUsedMs = performance.now();
      if (--this.#users === 0) this.#onUnused();
    }
  }

  /** Like `call`, but an abort rejects at once, and the result of the call in progress is discarded. */
  callOrAbort<T>(signal: AbortSignal, use: () => Promise<T>): Promise<T> {
    return rejectOnAbort(signal, this.call(signal, use));
  }

  /**
   * Runs the model, together with other requests if it has a batch axis.
   * @throws AppError what `TensorSession.run` throws
   */
  async run(inputs: Tensors, signal: AbortSignal): Promise<Tensors> {
    const { session } = this;
    if (session.kind !== 'tensor') throw new AppError('internal', { why: `${this.model} has no tensors` });
    const batcher = this.#batcher;
    if (!batcher) return this.#runAlone(session, inputs, signal);
    checkInputs(inputs, session.facts.inputs); // before the request can fail the batch of others
    return this.keep(() => batcher.run(inputs, signal));
  }

  #runAlone(session: HostedTensorSession, inputs: Tensors, signal: AbortSignal): Promise<Tensors> {
    return this.callOrAbort(signal, () => session.run(inputs, { signal }));
  }

  /**
   * Generates text, and passes each part to `onText`. An abort ends the generation with the text so far.
   * @throws AppError what `TextSession.generate` throws | the reason of the signal, if it aborts before its turn
   */
  generate(request: TextRequest, signal: AbortSignal, onText: (text: string) => Promise<void>): Promise<TextUsage> {
    const session = this.#requireTextSession();
    return this.call(signal, async () => {
      const generation = session.generate(request, signal);
      for (;;) {
        const { done, value } = await generation.next();
        if (done) return value;
        await onText(value);
      }
    });
  }

  /** @throws AppError input-invalid | request-invalid for an engine without embeddings | the reason of the signal */
  embed(text: string, signal: AbortSignal): Promise<Embedding> {
    const session = this.#requireTextSession();
    if (!session.embed) throw new AppError('request-invalid', { reason: 'not-supported', feature: 'embeddings' });
    return this.callOrAbort(signal, () => session.embed!(text));
  }

  #requireTextSession(): HostedTextSession {
    if (this.session.kind === 'text') return this.session;
    throw new AppError('internal', { why: `${this.model} does not generate text` });
  }

  /** Closes the session once it is no longer in use. */
  async close(): Promise<void> {
    if (!this.isIdle) await new Promise<void>((resolve) => (this.#onUnused = resolve));
    await this.#lastCall;
    await this.session.close();
  }
}
