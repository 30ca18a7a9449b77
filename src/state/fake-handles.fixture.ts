import { afterEach, vi } from 'vitest';
import type { Opened, OpenedText, OpenRequest, OpenTextRequest, TaskInput, TextStep } from '#bridge/contract.ts';
import type { SessionHandle } from '#bridge/handle.ts';
import type { TextHandle } from '#bridge/text-handle.ts';
import type { CallOptions, WaitOptions } from '#bridge/wait.ts';
import { delay, unless } from '#core/delay.ts';
import { AppError } from '#core/error.ts';
import type { TaskRun } from '#core/task.ts';
import type { TextRequest, TextUsage } from '#core/text.ts';
import { automation, reportStart } from './shell/automation-status.ts';

/**
 * The bridge without workers, under the names of its modules: `vi.mock('#bridge/handle.ts', () => import(this file))`.
 * Every call waits until the test answers it, or until it is aborted, as in the bridge.
 */

/** A call that the test has to answer. */
export interface FakeCall<Request, Answer> {
  readonly request: Request;
  answer(answer: Answer): void;
  fail(error: AppError): void;
}

class Calls<Request, Answer> extends Array<FakeCall<Request, Answer>> {
  make(request: Request, ...stops: readonly (AbortSignal | undefined)[]): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.push({ request, answer: resolve, fail: reject });
    return unless(AbortSignal.any(stops.filter((stop) => stop !== undefined)), promise);
  }
}

/** Models that were asked for, in order. */
export const openings = new Calls<OpenRequest, SessionHandle>();

/** Language models that were asked for. */
export const textOpenings = new Calls<OpenTextRequest, TextHandle>();

afterEach(() => {
  openings.length = 0;
  textOpenings.length = 0;
});

// What Node lacks of a page.
vi.stubGlobal('location', { href: 'https://assay.test/#/', hash: '#/' });
vi.stubGlobal('history', { replaceState() {} });
vi.stubGlobal('crossOriginIsolated', false);
vi.stubGlobal('isSecureContext', true);

export const openSession = (request: OpenRequest, { signal }: WaitOptions = {}): Promise<SessionHandle> =>
  openings.make(request, signal);

export const openTextSession = (request: OpenTextRequest, { signal }: WaitOptions = {}): Promise<TextHandle> =>
  textOpenings.make(request, signal);

export class FakeSession implements SessionHandle {
  opened: Opened;
  alive = true;
  readonly runs = new Calls<TaskInput, TaskRun<unknown>>();
  readonly #closing = new AbortController();

  constructor(id = 'model') {
    this.opened = {
      facts: {
        runtime: 'ort',
        runtimeVersion: '1',
        build: 'wasm',
        device: 'wasm',
        threads: 1,
        refused: [],
        createMs: 1,
        inputs: [],
        outputs: [],
      },
      id,
      sizeBytes: 1,
      sha256: '',
      downloadMs: null,
    };
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  runTask(input: TaskInput, { signal }: CallOptions = {}): Promise<TaskRun<unknown>> {
    return this.runs.make(input, this.#closing.signal, signal);
  }

  run(): never {
    throw new AppError('internal', { why: 'no page runs tensors' });
  }

  bench(): never {
    throw new AppError('internal', { why: 'not faked yet' });
  }

  close(): void {
    this.alive = false;
    this.#closing.abort();
  }
}

export class FakeTextSession implements TextHandle {
  readonly opened: OpenedText;
  alive = true;
  /** One for every piece of every answer; the request is that of the answer. */
  readonly steps = new Calls<TextRequest, TextStep>();
  /** Whether the newest answer was asked to stop. */
  isStopped = false;
  #isAnswering = false;
  readonly #closing = new AbortController();

  constructor({ hasChatTemplate = true } = {}) {
    this.opened = {
      facts: {
        runtime: 'wllama',
        runtimeVersion: '1',
        build: 'wasm',
        device: 'wasm',
        threads: 1,
        refused: [],
        createMs: 1,
        contextLength: 2048,
        trainedContextLength: 2048,
        kvCacheBytes: null,
        hasChatTemplate,
      },
      id: 'model.gguf',
      sizeBytes: 1,
    };
  }

  async *generate(request: TextRequest, { signal }: CallOptions = {}): AsyncGenerator<string, TextUsage> {
    if (this.#isAnswering) throw new AppError('internal', { why: 'two answers at once' });
    this.#isAnswering = true;
    this.isStopped = signal?.aborted ?? false;
    signal?.addEventListener('abort', () => (this.isStopped = true));
    try {
      for (;;) {
        const { text, usage } = await this.steps.make(request, this.#closing.signal);
        if (text) yield text;
        if (usage) return usage;
      }
    } finally {
      this.#isAnswering = false;
    }
  }

  close(): void {
    this.alive = false;
    this.#closing.abort();
  }
}

/** The last piece of an answer. */
export function lastStep(text: string, ended: TextUsage['ended'] = 'model'): TextStep {
  const usage = { promptTokens: 1, tokens: 1, ttftMs: 1, prefillTokensPerS: null, decodeTokensPerS: null, ended };
  return { text, usage };
}

export function taskRun<Result>(result: Result): TaskRun<Result> {
  return { result, timing: { preMs: 1, inferenceMs: 2, postMs: 3 }, graphRuns: { model: 1 } };
}

/** Waits until everything that can happen without another answer has happened. */
export const settled = (): Promise<void> => delay(0);

/** As the next page reports, once this one was left. */
export function openNextPage(): ReturnType<typeof reported> {
  reportStart('ready');
  return reported();
}

/** What the page reported last, without the actions that it offers. */
export function reported() {
  const { state, progress, result, link, error } = automation;
  return { state, progress, result, link, error };
}
