import type { TextUsage } from '#core/engine/text-session.ts';

/** Times one answer by its visible text (method R20), starting at construction. */
export class GenerationTimer {
  readonly #startedMs = performance.now();
  #firstMs: number | null = null;
  #lastMs: number | null = null;

  onText(): void {
    this.#lastMs = performance.now();
    this.#firstMs ??= this.#lastMs;
  }

  /** @param tokens the engine's own count; `null` if it reports none */
  computeRates(tokens: number | null): Pick<TextUsage, 'ttftMs' | 'decodeTokensPerS'> {
    return {
      ttftMs: this.#firstMs === null ? null : this.#firstMs - this.#startedMs,
      decodeTokensPerS: computeDecodeTokensPerS(tokens, this.#firstMs, this.#lastMs),
    };
  }
}

/**
 * Computes the decode rate in tokens per second: (tokens − 1) / (time of the last − time of the first visible token),
 * method R20. `null` for fewer than two tokens, without the engine's count, or if the clock did not advance between the
 * two.
 */
export function computeDecodeTokensPerS(
  tokens: number | null,
  firstMs: number | null,
  lastMs: number | null,
): number | null {
  if (tokens === null || tokens < 2 || firstMs === null || lastMs === null || lastMs <= firstMs) return null;
  return (1000 * (tokens - 1)) / (lastMs - firstMs);
}
