import { rejectOnAbort } from '#core/delay.ts';
import { asAppError, AppError, type ErrorCode } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import type { EvaluationItem, EvaluationScores, ItemFile, TokenCount } from '#evaluate/items/evaluation-item.ts';
import type { MeasuredText, OpenedText, OpenTextRequest, TextWorker } from './session-contract.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';
import { createAbortableCallback, type CallOptions, type ProgressCallOptions } from './call-options.ts';

/** The page's handle to a language model in a separate worker. It generates one answer at a time. */
export interface TextHandle {
  readonly opened: OpenedText;
  readonly isAlive: boolean;
  /**
   * Yields text as it is generated and returns the usage. Aborting `signal` stops at the next token and returns normally.
   * Leaving the loop early also stops the generation, and waits until the engine has stopped.
   * @throws AppError worker-died | device-lost | out-of-memory | input-invalid | aborted if the session is closed
   */
  generate(request: TextRequest, options?: CallOptions): AsyncGenerator<string, TextUsage>;
  /**
   * Measures the model and closes it. Aborting `signal` terminates the worker.
   * @throws AppError from `generate`
   */
  bench(request: BenchRequest, options?: ProgressCallOptions): Promise<MeasuredText>;
  /** See `TextWorker.countTokens`. */
  countTokens(path: string, file: ItemFile): Promise<TokenCount>;
  /** See `SessionWorker.evaluate`. Aborting `signal` stops at the next token, which the next call waits for. */
  evaluate(
    items: readonly EvaluationItem[],
    options?: CallOptions & { readonly returnGroundTruth?: boolean },
  ): Promise<readonly EvaluatedItem[]>;
  score(outcomes: readonly unknown[], options?: CallOptions): Promise<EvaluationScores>;
  /** Terminates the worker and frees its memory. An unfinished answer rejects with `aborted`. */
  close(): void;
}

/**
 * Opens a language model in a new worker.
 * @throws AppError from `Runtime.open` | model-unknown | fetch-failed | aborted | worker-died
 */
export async function openTextSession(
  request: OpenTextRequest,
  options: ProgressCallOptions = {},
): Promise<TextHandle> {
  const stop = options.signal ?? new AbortController().signal;
  const worker = spawnWorker('text');
  try {
    const opening = worker.remote.open(request, createAbortableCallback(options.onProgress, stop));
    return new WorkerTextSession(worker, await rejectOnAbort(AbortSignal.any([stop, worker.died]), opening));
  } catch (thrown) {
    worker.terminate();
    throw asAppError(thrown);
  }
}

const fatalErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'worker-died',
  'companion-unreachable',
  'session-closed',
]);

class WorkerTextSession implements TextHandle {
  readonly opened: OpenedText;
  readonly #worker: SpawnedWorker<TextWorker>;
  readonly #closing = new AbortController();
  /** Aborts when the worker ends or this session is closed. */
  readonly #ended: AbortSignal;
  #isAnswering = false;
  #lastCall: Promise<unknown> = Promise.resolve();
  /** Whether the engine's nested worker has died, or the session in the companion is closed. */
  #engineDied = false;

  constructor(worker: SpawnedWorker<TextWorker>, opened: OpenedText) {
    this.#worker = worker;
    this.#ended = AbortSignal.any([this.#closing.signal, worker.died]);
    this.opened = opened;
  }

  get isAlive(): boolean {
    return !this.#ended.aborted && !this.#engineDied;
  }

  async *generate(request: TextRequest, { signal }: CallOptions = {}): AsyncGenerator<string, TextUsage> {
    if (this.#isAnswering) throw new AppError('input-invalid', { name: 'request', reason: 'answering' });
    const { remote } = this.#worker;
    const stop = () => void remote.stop();
    this.#isAnswering = true;
    let isGenerating = false;
    signal?.addEventListener('abort', stop, { once: true });
    try {
      await rejectOnAbort(this.#ended, remote.start(request));
      isGenerating = true;
      if (signal?.aborted) stop();
      for (;;) {
        const { text, usage } = await rejectOnAbort(this.#ended, remote.next());
        isGenerating = usage === null;
        if (text) yield text;
        if (usage) return usage;
      }
    } catch (thrown) {
      isGenerating = false;
      this.#engineDied ||= fatalErrors.has(asAppError(thrown).code);
      throw thrown;
    } finally {
      signal?.removeEventListener('abort', stop);
      if (isGenerating) await this.#endAnswer();
      this.#isAnswering = false;
    }
  }

  /** Waits for the end of an answer that the consumer left early, because the engine generates one at a time. */
  async #endAnswer(): Promise<void> {
    const { remote } = this.#worker;
    try {
      await rejectOnAbort(this.#ended, remote.stop());
      while ((await rejectOnAbort(this.#ended, remote.next())).usage === null);
    } catch (thrown) {
      this.#engineDied ||= fatalErrors.has(asAppError(thrown).code); // the error concerns an abandoned answer
    }
  }

  countTokens(path: string, file: ItemFile): Promise<TokenCount> {
    return this.#enqueue(() => this.#worker.remote.countTokens(path, file));
  }

  evaluate(
    items: readonly EvaluationItem[],
    { returnGroundTruth = false, signal }: CallOptions & { readonly returnGroundTruth?: boolean } = {},
  ): Promise<readonly EvaluatedItem[]> {
    const { remote } = this.#worker;
    const stop = () => void remote.stop();
    const result = this.#enqueue(async () => {
      if (signal?.aborted) throw new AppError('aborted');
      signal?.addEventListener('abort', stop, { once: true });
      try {
        return await remote.evaluate(items, returnGroundTruth);
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    });
    return signal ? rejectOnAbort(signal, result) : result;
  }

  score(outcomes: readonly unknown[], { signal }: CallOptions = {}): Promise<EvaluationScores> {
    const result = this.#enqueue(() => this.#worker.remote.score(outcomes));
    return signal ? rejectOnAbort(signal, result) : result;
  }

  /** Runs calls one at a time, in order. */
  #enqueue<T>(call: () => Promise<T>): Promise<T> {
    const result = this.#lastCall.then(() => rejectOnAbort(this.#ended, call()));
    this.#lastCall = result.catch(() => {}); // the next call runs regardless of errors
    return result;
  }

  async bench(request: BenchRequest, { signal, onProgress }: ProgressCallOptions = {}): Promise<MeasuredText> {
    const stop = signal ? AbortSignal.any([signal, this.#ended]) : this.#ended;
    try {
      return await rejectOnAbort(stop, this.#worker.remote.bench(request, createAbortableCallback(onProgress, stop)));
    } finally {
      this.close();
    }
  }

  close(): void {
    this.#closing.abort();
    this.#worker.terminate();
  }
}
