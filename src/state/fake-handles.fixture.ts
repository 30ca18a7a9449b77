import { afterEach, vi } from 'vitest';
import type { Opened, OpenRequest, TaskInput } from '#bridge/contract.ts';
import type { SessionHandle } from '#bridge/handle.ts';
import type { CallOptions, WaitOptions } from '#bridge/wait.ts';
import { delay, unless } from '#core/delay.ts';
import { AppError } from '#core/error.ts';
import type { TaskRun } from '#core/task.ts';
import { automation } from './shell/automation-status.ts';

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

afterEach(() => {
  openings.length = 0;
});

// What Node lacks of a page.
vi.stubGlobal('location', { href: 'https://assay.test/#/', hash: '#/' });
vi.stubGlobal('history', { replaceState() {} });
vi.stubGlobal('crossOriginIsolated', false);
vi.stubGlobal('isSecureContext', true);

export const openSession = (request: OpenRequest, { signal }: WaitOptions = {}): Promise<SessionHandle> =>
  openings.make(request, signal);

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

export function taskRun<Result>(result: Result): TaskRun<Result> {
  return { result, timing: { preMs: 1, inferenceMs: 2, postMs: 3 }, graphRuns: { model: 1 } };
}

/** Waits until everything that can happen without another answer has happened. */
export const settled = (): Promise<void> => delay(0);

/** What the page reported last, without the actions that it offers. */
export function reported() {
  const { state, progress, result, link, error } = automation;
  return { state, progress, result, link, error };
}
