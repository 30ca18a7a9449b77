import { rejectOnAbort } from '#core/delay.ts';
import { asAppError, AppError, type ErrorCode } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import type { EvaluationItem, EvaluationScores, ItemFile, TokenCount } from '#evaluate/items/evaluation-item.ts';
import type { MeasuredText, OpenedText, OpenTextRequest, TextWorker } from './session-contract.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';
import { createAbortableCallback, type CallOptions, type ProgressCallOptions } from './call-options.ts';

/** The page's handle to a language model in its own worker. Generates one answer at a time. */
export interface TextHandle {
  readonly opened: OpenedText;
  readonly isAlive: boolean;
  /**
   * Yields text as it is generated and returns the usage. Aborting `signal` stops at the next token; the text so far
   * remains. Leaving the loop early also stops the generation and waits until the engine has stopped.
   * @throws AppError worker-died | device-lost | out-of-memory | input-invalid | aborted if the session is closed in
   * the meantime
   */
  generate(request: TextRequest, options?: CallOptions): AsyncGenerator<string, TextUsage>;
  /**
   * Measures the model, and then closes it. Aborting `signal` terminates the worker.
   * @throws AppError what `generate` throws
   */
  bench(request: BenchRequest, options?: ProgressCallOptions): Promise<MeasuredText>;
  /** See `TextWorker.countTokens`. */
  countTokens(path: string, file: ItemFile): Promise<TokenCount>;
  /** See `SessionHandle.evaluate`; aborting `signal` stops at the next token, and the next call waits for that. */
  evaluate(
    items: readonly EvaluationItem[],
    options?: CallOptions & { readonly returnGroundTruth?: boolean },
  ): Promise<readonly EvaluatedItem[]>;
  score(outcomes: readonly unknown[], options?: CallOptions): Promise<EvaluationScores>;
  /** Terminates the worker and frees its memory; an unfinished answer rejects with `aborted`. */
  close(): void;
}

/** @throws AppError what `Runtime.open` throws, and model-unknown | fetch-failed | aborted | worker-died */
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

const errorsEndingEngine: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
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
  /**
   * Whether the engine's own worker, which runs inside ours, has died, or the model is no longer open in the companion.
   */
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
    let isUnderWay = false;
    signal?.addEventListener('abort', stop, { once: true });
    try {
      await rejectOnAbort(this.#ended, remote.start(request));
      isUnderWay = true;
      if (signal?.aborted) stop();
      for (;;) {
        const { text, usage } = await rejectOnAbort(this.#ended, remote.next());
        isUnderWay = usage === null;
        if (text) yield text;
        if (usage) return usage;
      }
    } catch (thrown) {
      isUnderWay = false;
      this.#engineDied ||= errorsEndingEngine.has(asAppError(thrown).code);
      throw thrown;
    } finally {
      signal?.removeEventListener('abort', stop);
      if (isUnderWay) await this.#endAnswer();
      this.#isAnswering = false;
    }
  }

  /** Called when the consumer stops early: the engine can take the next answer only after this one has ended. */
  async #endAnswer(): Promise<void> {
    const { remote } = this.#worker;
    try {
      await rejectOnAbort(this.#ended, remote.stop());
      while ((await rejectOnAbort(this.#ended, remote.next())).usage === null);
    } catch (thrown) {
      this.#engineDied ||= errorsEndingEngine.has(asAppError(thrown).code); // nobody is waiting for this answer any more
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
    const turn = this.#enqueue(async () => {
      if (signal?.aborted) throw new AppError('aborted');
      signal?.addEventListener('abort', stop, { once: true });
      try {
        return await remote.evaluate(items, returnGroundTruth);
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    });
    return signal ? rejectOnAbort(signal, turn) : turn;
  }

  score(outcomes: readonly unknown[], { signal }: CallOptions = {}): Promise<EvaluationScores> {
    const turn = this.#enqueue(() => this.#worker.remote.score(outcomes));
    return signal ? rejectOnAbort(signal, turn) : turn;
  }

  /** Runs calls one at a time, in order. */
  #enqueue<T>(call: () => Promise<T>): Promise<T> {
    const turn = this.#lastCall.then(() => rejectOnAbort(this.#ended, call()));
    this.#lastCall = turn.catch(() => {}); // the caller gets the error; the next call runs regardless
    return turn;
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
