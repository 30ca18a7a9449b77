import type { TextRequest, TextSession, TextUsage } from '#core/text.ts';
import type { TextStep } from './contract.ts';

/**
 * One answer, generated ahead of whoever pulls it: the engine never waits for the page, and the page takes everything
 * that came since it last looked. A message for every token would cost a fast model a tenth of its speed.
 */
export class TextStream {
  readonly #stop = new AbortController();
  #text = '';
  #usage: TextUsage | null = null;
  #failed: unknown = null;
  #wake: () => void = () => {};

  constructor(session: TextSession, request: TextRequest) {
    void this.#fill(session, request);
  }

  /** @throws whatever the session threw, once the text before it was taken */
  async next(): Promise<TextStep> {
    while (!this.#text && !this.#usage && !this.#failed) await new Promise<void>((resolve) => (this.#wake = resolve));
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
