import { transfer } from 'comlink';
import { rejectOnAbort } from '#core/delay.ts';
import type { Correction } from '#teach/corrections/correction.ts';
import type { LearningOutcome } from '#teach/corrections/learn-from-corrections.ts';
import type { EmbeddingOptions } from '#teach/embed-example.ts';
import type { Head } from '#teach/head.ts';
import type { TrainedHead, TrainingRequest } from '#teach/train-head.ts';
import { createAbortableCallback, type CallOptions } from './call-options.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';
import type { BackboneSubject, OpenedBackbone, TeachWorker } from './teach-contract.ts';

/** The page's handle to the worker of one backbone. Aborting a call does not terminate the worker; `close` does. */
export class TeachHandle {
  readonly #worker: SpawnedWorker<TeachWorker> = spawnWorker('teach');

  /**
   * Opens a backbone. All calls of this class have the errors below.
   * @throws AppError from `TeachWorker` | worker-died | aborted
   */
  open(subject: BackboneSubject, options: CallOptions = {}): Promise<OpenedBackbone> {
    return this.#call(options, this.#worker.remote.open(subject));
  }

  embed(
    image: Blob | ImageBitmap,
    embeddingOptions: EmbeddingOptions,
    options: CallOptions = {},
  ): ReturnType<TeachWorker['embed']> {
    const transferred = image instanceof ImageBitmap ? transfer(image, [image]) : image;
    return this.#call(options, this.#worker.remote.embed(transferred, embeddingOptions));
  }

  train(
    request: TrainingRequest,
    { onProgress, signal }: CallOptions & { readonly onProgress?: (fraction: number) => void } = {},
  ): Promise<TrainedHead> {
    const stop = this.#createStopSignal(signal);
    return rejectOnAbort(stop, this.#worker.remote.train(request, createAbortableCallback(onProgress, stop)));
  }

  learn(corrections: readonly Correction[], options: CallOptions = {}): Promise<LearningOutcome> {
    return this.#call(options, this.#worker.remote.learn(corrections));
  }

  computeUpdate(
    training: Parameters<TeachWorker['computeUpdate']>,
    options: CallOptions = {},
  ): ReturnType<TeachWorker['computeUpdate']> {
    return this.#call(options, this.#worker.remote.computeUpdate(...training));
  }

  save(head: Head, name: string, origin: string | null = null, options: CallOptions = {}): Promise<File> {
    return this.#call(options, this.#worker.remote.save(head, name, origin));
  }

  close(): void {
    this.#worker.terminate();
  }

  #call<T>({ signal }: CallOptions, call: Promise<T>): Promise<T> {
    return rejectOnAbort(this.#createStopSignal(signal), call);
  }

  #createStopSignal(signal: AbortSignal | undefined): AbortSignal {
    const { died } = this.#worker;
    return signal ? AbortSignal.any([signal, died]) : died;
  }
}
