import { AppError } from '#core/errors/error.ts';
import { createSeededRandom } from '#core/random.ts';

/** How tokenizers write the space before a word: SentencePiece, and byte-level BPE. */
const wordMark = /^[\u2581\u0120]/;
const word = /^[\u2581\u0120][a-z]{2,}$/;
const letter = /^[a-z]$/;
/** Fewer would repeat too often. Heuristic. */
const minWords = 16;

/**
 * Writes seeded prompts from a model's own vocabulary (R20), of words that the tokenizer reads as one token each. Nearly
 * every vocabulary has such tokens: lower-case words with a leading space. A letter-only vocabulary has its letters.
 */
export class PromptWriter {
  readonly #pieces: readonly string[];
  readonly #random: () => number;
  #lastFirst = -1;

  /** @throws AppError model-unsupported if the vocabulary has neither words nor letters */
  constructor(model: string, vocabulary: readonly string[], seed: number) {
    const words = vocabulary.filter((token) => word.test(token)).map((token) => token.replace(wordMark, ' '));
    this.#pieces = words.length >= minWords ? words : vocabulary.filter((token) => letter.test(token));
    if (this.#pieces.length < minWords) throw new AppError('model-unsupported', { model, reason: 'no-words' });
    this.#random = createSeededRandom(seed);
  }

  /** Never begins like the previous text, so an engine cannot reuse a cached prefix. */
  write(tokens: number): string {
    const pieces = Array.from({ length: tokens }, () => this.#draw());
    if (pieces[0] === this.#lastFirst) pieces[0] = (this.#lastFirst + 1) % this.#pieces.length;
    this.#lastFirst = pieces[0] ?? -1;
    return pieces.map((index) => this.#pieces[index]).join('');
  }

  #draw(): number {
    return Math.floor(this.#random() * this.#pieces.length);
  }
}
