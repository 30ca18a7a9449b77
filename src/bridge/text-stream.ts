import { withTimeout } from '#core/delay.ts';
import type { TextRequest, TextSession, TextUsage } from '#core/text.ts';
import type { TextStep } from './contract.ts';

/** One frame of a display: the first text is delivered at once, more of it after this delay at the earliest. */
const frameMs = 16;

/**
 * One answer, generated ahead of its consumer: the engine never waits for the page, and the page takes everything since
 * its last call. A message for every token would cost a fast model a tenth of its speed.
 */
export class TextStream {
  readonly #stop = new AbortController();
  #text = '';
  #usage: TextUsage | null = null;
  #failed: unknown = null;
  #wake: () => void = () => {};
  #givenMs = -Infinity;
  readonly #filled: Promise<void>;

  constructor(session: TextSession, request: TextRequest) {
    this.#filled = this.#fill(session, request);
  }

  /** @throws what the session threw, once the text before it was taken */
  async next(): Promise<TextStep> {
    while (!this.#text && !this.#usage && !this.#failed) await new Promise<void>((resolve) => (this.#wake = resolve));
    const restMs = this.#givenMs + frameMs - performance.now();
    if (restMs > 0) await withTimeout(this.#filled, restMs, undefined);
    this.#givenMs = performance.now();
    const text = this.#text;
    this.#text = '';
    if (!text && this.#failed) throw this.#failed;
    return { text, usage: this.#usage };
  }

  stop(): void {
    this.#stop.abort();
  }

  async #fill(session: TextSession, request: TextRequest): Promise<void> {
    try {
      const answer = session.generate(request, this.#stop.signal);
      for (let step = await answer.next(); ; step = await answer.next()) {
        if (step.done) {
          this.#usage = step.value;
          break;
        }
        this.#text += step.value;
        this.#wake();
      }
    } catch (thrown) {
      this.#failed = thrown;
    }
    this.#wake();
  }
}
