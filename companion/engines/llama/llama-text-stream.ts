import type { LlamaModel, Token } from './llama-library.ts';

/** The replacement character (U+FFFD), which a detokeniser writes for incomplete UTF-8. */
const replacementCharacter = '\uFFFD';
/** UTF-8 has at most 4 bytes per character, and a token has at least one byte. */
const maxIncompleteTokens = 4;
/** The number of preceding tokens that the library needs to decide on leading spaces. */
const contextTokens = 8;

/** Converts tokens to text as they are generated, up to the first stop sequence. */
export class LlamaTextStream {
  /** Whether the text contained a stop sequence. The text from there on is dropped. */
  isStopped = false;
  readonly #model: Pick<LlamaModel, 'detokenize'>;
  readonly #stops: readonly string[];
  #precedingTokens: readonly Token[];
  #pending: Token[] = [];
  /** A possible prefix of a stop sequence, which is not yet returned. */
  #withheldText = '';

  /** @param prompt the tokens before the first generated token */
  constructor(model: Pick<LlamaModel, 'detokenize'>, prompt: readonly Token[], stops: readonly string[]) {
    this.#model = model;
    this.#precedingTokens = prompt.slice(-contextTokens);
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** Adds a token, and returns the text that can no longer change, possibly empty. */
  push(token: Token): string {
    this.#pending.push(token);
    const text = this.#model.detokenize(this.#pending, false, this.#precedingTokens);
    if (text.endsWith(replacementCharacter) && this.#pending.length < maxIncompleteTokens) return '';
    this.#precedingTokens = [...this.#precedingTokens, ...this.#pending].slice(-contextTokens);
    this.#pending = [];
    return this.#release(this.#withheldText + text);
  }

  /** Ends the stream, and returns the remaining text. */
  end(): string {
    if (this.isStopped) return '';
    return this.#withheldText + this.#model.detokenize(this.#pending, false, this.#precedingTokens);
  }

  #release(text: string): string {
    const stopIndexes = this.#stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
    if (stopIndexes.length > 0) {
      this.isStopped = true;
      return text.slice(0, Math.min(...stopIndexes));
    }
    const withheldLength = Math.max(0, ...this.#stops.map((stop) => computeOverlap(text, stop)));
    this.#withheldText = text.slice(text.length - withheldLength);
    return text.slice(0, text.length - withheldLength);
  }
}

/** Computes the length of the longest suffix of `text` that is a proper prefix of `stop`, in UTF-16 code units. */
function computeOverlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
