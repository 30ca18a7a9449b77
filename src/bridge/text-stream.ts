import { withTimeout } from '#core/delay.ts';
import type { TextRequest, TextSession, TextUsage } from '#core/engine/text-session.ts';
import type { TextStep } from './session-contract.ts';

/** The minimum interval between deliveries: about one display frame at 60 Hz. */
const minIntervalMs = 16;

/**
 * An answer that is generated ahead of its consumer. The engine never waits for the page, and the page receives all text
 * since its last call. One message per token would slow down a fast model by a tenth.
 */
export class TextStream {
  readonly #controller = new AbortController();
  #text = '';
  #usage: TextUsage | null = null;
  #error: unknown = null;
  #wake: () => void = () => {};
  #deliveredMs = -Infinity;
  readonly #generation: Promise<void>;

  constructor(session: TextSession, request: TextRequest) {
    this.#generation = this.#generate(session, request);
  }

  /**
   * Waits for text, and returns all of it since the last call.
   * @throws the session's error, after all text before it was returned
   */
  async next(): Promise<TextStep> {
    while (!this.#text && !this.#usage && !this.#error) await new Promise<void>((resolve) => (this.#wake = resolve));
    const remainingMs = this.#deliveredMs + minIntervalMs - performance.now();
    if (remainingMs > 0) await withTimeout(this.#generation, remainingMs, undefined);
    this.#deliveredMs = performance.now();
    const text = this.#text;
    this.#text = '';
    if (!text && this.#error) throw this.#error;
    return { text, usage: this.#usage };
  }

  stop(): void {
    this.#controller.abort();
  }

  async #generate(session: TextSession, request: TextRequest): Promise<void> {
    try {
      const answer = session.generate(request, this.#controller.signal);
      for (let step = await answer.next(); ; step = await answer.next()) {
        if (step.done) {
          this.#usage = step.value;
          break;
        }
        this.#text += step.value;
        this.#wake();
      }
    } catch (thrown) {
      this.#error = thrown;
    }
    this.#wake();
  }
}
