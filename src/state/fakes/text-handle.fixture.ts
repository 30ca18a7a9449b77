import { afterEach } from 'vitest';
import type { CallOptions, ProgressCallOptions } from '#bridge/call-options.ts';
import type { OpenedText, OpenTextRequest, TextStep } from '#bridge/session-contract.ts';
import type { TextHandle } from '#bridge/text-handle.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import { AppError } from '#core/errors/error.ts';
import { FakeCalls } from './calls.fixture.ts';

/*
 * Replaces `bridge/text-handle.ts` in tests: the same exports, but no worker. A call is pending until the test answers
 * it or it is aborted.
 */

/** Requests to open a language model, in order. */
export const openTextCalls = new FakeCalls<OpenTextRequest, FakeTextSession>();

afterEach(() => {
  openTextCalls.length = 0;
});

export const openTextSession = (
  request: OpenTextRequest,
  { signal }: ProgressCallOptions = {},
): Promise<FakeTextSession> => openTextCalls.add(request, signal);

/** The part of a text session that the Chat page uses. */
export class FakeTextSession implements Pick<TextHandle, 'opened' | 'isAlive' | 'generate' | 'close'> {
  readonly opened: OpenedText;
  isAlive = true;
  /** One call per piece of an answer, with the request of that answer. */
  readonly steps = new FakeCalls<TextRequest, TextStep>();
  /** Whether the latest answer was stopped. */
  isStopped = false;
  #isAnswering = false;
  readonly #controller = new AbortController();

  constructor({ hasChatTemplate = true } = {}) {
    this.opened = {
      facts: {
        engine: 'wllama',
        engineVersion: '1',
        build: 'wasm',
        device: 'wasm',
        threads: 1,
        failedDevices: [],
        createMs: 1,
        contextLength: 2048,
        trainedContextLength: 2048,
        kvCacheBytes: null,
        hasChatTemplate,
        timed: { sampling: 'inside', tokenising: 'outside' },
      },
      id: 'model.gguf',
      sizeBytes: 1,
      sha256: '',
      downloadMs: null,
    };
  }

  async *generate(request: TextRequest, { signal }: CallOptions = {}): AsyncGenerator<string, TextUsage> {
    if (this.#isAnswering) throw new AppError('internal', { why: 'two answers at once' });
    this.#isAnswering = true;
    this.isStopped = signal?.aborted ?? false;
    signal?.addEventListener('abort', () => (this.isStopped = true));
    try {
      for (;;) {
        const { text, usage } = await this.steps.add(request, this.#controller.signal);
        if (text) yield text;
        if (usage) return usage;
      }
    } finally {
      this.#isAnswering = false;
    }
  }

  close(): void {
    this.isAlive = false;
    this.#controller.abort();
  }
}

/** The last piece of an answer. */
export function createLastStep(text: string, ended: TextUsage['ended'] = 'model'): TextStep {
  const usage = { promptTokens: 1, tokens: 1, ttftMs: 1, prefillTokensPerS: null, decodeTokensPerS: null, ended };
  return { text, usage };
}
