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

interface MeasurableSession {
  /**
   * Benchmarks the session in the engine's process.
   * @param orderSeed the seed of the order of the samples (R17)
   */
  bench?(request: BenchRequest, orderSeed: number, options: MeasureOptions): Promise<MeasuredRun>;
  /** Profiles the session in the engine's process. Absent for text sessions and remote servers. */
  profile?(request: BenchRequest, options: MeasureOptions): Promise<RecordedProfile>;
}

/** A tensor session of the companion, whose runs can be cancelled. */
export interface HostedTensorSession extends TensorSession, MeasurableSession {
  /** Whether calls may overlap, as on a remote server. */
  readonly canOverlap?: true;
  run(inputs: Tensors, options?: { readonly signal: AbortSignal }): Promise<Tensors>;
}

export interface HostedTextSession extends TextSession, MeasurableSession {
  readonly canOverlap?: true;
  /**
   * Computes the embedding of a text. Absent if the engine does not support embeddings.
   * @throws AppError input-invalid
   */
  embed?(text: string): Promise<Embedding>;
}

export type { Embedding };
export type HostedSession = HostedTensorSession | HostedTextSession;

/** A model that a client has opened. Calls are serialised unless the session allows them to overlap. */
export class OpenModel {
  readonly session: HostedSession;
  /** The model's id, for error messages. */
  readonly modelId: string;
  /** The size of the model's files: a lower bound of the memory that it needs. */
  readonly sizeBytes: number;
  /** The memory in use at the last call of {@link OpenModel.measureMemory}. */
  memoryBytes: number;
  /** The time of the last use, as of `performance.now()`. */
  lastUsedMs = performance.now();
  /** The number of pending calls, and of clients that are about to call. */
  #useCount = 0;
  #lastCall: Promise<unknown> = Promise.resolve();
  #onUnused: () => void = () => {};
  readonly #batcher: Batcher | null = null;

  constructor(session: HostedSession, modelId: string, sizeBytes: number, batching: BatchSettings) {
    this.session = session;
    this.modelId = modelId;
    this.sizeBytes = sizeBytes;
    this.memoryBytes = sizeBytes;
    if (session.kind !== 'tensor') return;
    const isBatched = !session.canOverlap && batching.maxBatchSize > 1 && hasBatchAxis(session.facts);
    if (isBatched) this.#batcher = new Batcher((inputs, signal) => this.#runAlone(session, inputs, signal), batching);
  }

  /**
   * Updates `memoryBytes`: the weights with the KV cache, or the arena of intermediate results, but at least the size of the
   * files. A model in use keeps its last value.
   */
  async measureMemory(): Promise<void> {
    if (!this.isIdle) return;
    const noMemory: MemoryInUse = {};
    const { lastUsedMs } = this;
    const memory = this.keepOpen(() => this.session.memory());
    const { weightsBytes = this.sizeBytes, kvCacheBytes = 0, arenaBytes = 0 } = await memory.catch(() => noMemory);
    this.lastUsedMs = lastUsedMs;
    this.memoryBytes = Math.max(this.sizeBytes, weightsBytes + kvCacheBytes, arenaBytes);
  }

  get isIdle(): boolean {
    return this.#useCount === 0;
  }

  /**
   * Calls the session after its previous calls have completed. A call whose signal aborts before that is skipped.
   * @throws the reason of the signal
   */
  async call<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.session.canOverlap) {
      signal.throwIfAborted();
      return this.keepOpen(work);
    }
    const pendingCall = this.#lastCall.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.#lastCall = pendingCall.catch(() => {});
    return this.keepOpen(() => pendingCall);
  }

  /** Keeps the model open until `work` has completed. */
  async keepOpen<T>(work: () => Promise<T>): Promise<T> {
    this.#useCount++;
    try {
      return await work();
    } finally {
      this.lastUsedMs = performance.now();
      if (--this.#useCount === 0) this.#onUnused();
    }
  }

  /** Like `call`, but an abort rejects immediately, and the result of the running call is discarded. */
  callOrAbort<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return rejectOnAbort(signal, this.call(signal, work));
  }

  /**
   * Runs the model, batched with other requests if it has a batch axis.
   * @throws AppError from `TensorSession.run`
   */
  async run(inputs: Tensors, signal: AbortSignal): Promise<Tensors> {
    const { session } = this;
    if (session.kind !== 'tensor') throw new AppError('internal', { why: `${this.modelId} has no tensors` });
    const batcher = this.#batcher;
    if (!batcher) return this.#runAlone(session, inputs, signal);
    checkInputs(inputs, session.facts.inputs); // an invalid request must not fail the batch of others
    return this.keepOpen(() => batcher.run(inputs, signal));
  }

  #runAlone(session: HostedTensorSession, inputs: Tensors, signal: AbortSignal): Promise<Tensors> {
    return this.callOrAbort(signal, () => session.run(inputs, { signal }));
  }

  /**
   * Generates text, and passes each chunk to `onText`. An abort ends the generation with the text so far.
   * @throws AppError from `TextSession.generate` | the reason of the signal, if it aborts before the generation starts
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
    throw new AppError('internal', { why: `${this.modelId} does not generate text` });
  }

  /** Closes the session once it is no longer in use. */
  async close(): Promise<void> {
    if (!this.isIdle) await new Promise<void>((resolve) => (this.#onUnused = resolve));
    await this.#lastCall;
    await this.session.close();
  }
}
