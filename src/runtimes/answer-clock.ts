import { decodeTokensPerS, type TextUsage } from '#core/text.ts';

/** Times one answer by the text that can be seen of it (method R20), from when this is made. */
export class AnswerClock {
  readonly #startedMs = performance.now();
  #firstMs: number | null = null;
  #lastMs: number | null = null;

  textCame(): void {
    this.#lastMs = performance.now();
    this.#firstMs ??= this.#lastMs;
  }

  /** `tokens` is the engine's own count. */
  times(tokens: number | null): Pick<TextUsage, 'ttftMs' | 'decodeTokensPerS'> {
    return {
      ttftMs: this.#firstMs === null ? null : this.#firstMs - this.#startedMs,
      decodeTokensPerS: decodeTokensPerS(tokens, this.#firstMs, this.#lastMs),
    };
  }
}
