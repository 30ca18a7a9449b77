import { AppError } from '#core/errors/error.ts';
import { createSeededRandom } from '#core/random.ts';

/** The markers for a leading space of SentencePiece and byte-level BPE. */
const spaceMarker = /^[\u2581\u0120]/;
const wordPattern = /^[\u2581\u0120][a-z]{2,}$/;
const letterPattern = /^[a-z]$/;
/** Fewer words would repeat too often. Heuristic. */
const minWords = 16;

/**
 * Writes seeded prompts from a model's vocabulary (R20), of words that are one token each. Nearly every vocabulary has
 * such tokens: lower-case words with a leading space. Otherwise prompts consist of single letters.
 */
export class PromptWriter {
  readonly #words: readonly string[];
  readonly #random: () => number;
  #previousFirst = -1;

  /** @throws AppError model-unsupported if the vocabulary has neither words nor letters */
  constructor(model: string, vocabulary: readonly string[], seed: number) {
    const words = vocabulary.filter((token) => wordPattern.test(token)).map((token) => token.replace(spaceMarker, ' '));
    this.#words = words.length >= minWords ? words : vocabulary.filter((token) => letterPattern.test(token));
    if (this.#words.length < minWords) throw new AppError('model-unsupported', { model, reason: 'no-words' });
    this.#random = createSeededRandom(seed);
  }

  /** The first token differs from that of the previous text, so an engine cannot reuse a cached prefix. */
  write(tokens: number): string {
    const indices = Array.from({ length: tokens }, () => this.#draw());
    if (indices[0] === this.#previousFirst) indices[0] = (this.#previousFirst + 1) % this.#words.length;
    this.#previousFirst = indices[0] ?? -1;
    return indices.map((index) => this.#words[index]).join('');
  }

  #draw(): number {
    return Math.floor(this.#random() * this.#words.length);
  }
}
