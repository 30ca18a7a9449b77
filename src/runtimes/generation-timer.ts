import type { TextUsage } from '#core/engine/text-session.ts';

/** Times one answer by its visible text (method R20), starting when this object is constructed. */
export class GenerationTimer {
  readonly #startedMs = performance.now();
  #firstMs: number | null = null;
  #lastMs: number | null = null;

  onText(): void {
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

/**
 * Method R20: (tokens − 1) / (last − first visible token). `null` for fewer than two tokens, without the engine's own
 * count, or if the clock did not advance between the first and last text.
 */
export function decodeTokensPerS(tokens: number | null, firstMs: number | null, lastMs: number | null): number | null {
  if (tokens === null || tokens < 2 || firstMs === null || lastMs === null || lastMs <= firstMs) return null;
  return (1000 * (tokens - 1)) / (lastMs - firstMs);
}
