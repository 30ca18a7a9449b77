import type { LlamaModel, Token } from './llama-library.ts';

/** The character that a detokeniser writes for incomplete bytes. */
const incomplete = '\uFFFD';
/** UTF-8 has at most 4 bytes per character, and a token has at least one byte. */
const maxIncompleteTokens = 4;
/** The number of preceding tokens by which the library decides on leading spaces. */
const contextTokens = 8;

/** Converts tokens to text as they are generated, up to the first stop sequence. */
export class TextStream {
  /** Whether a stop sequence was found; the text after it is dropped. */
  isStopped = false;
  readonly #model: Pick<LlamaModel, 'detokenize'>;
  readonly #stops: readonly string[];
  #precedingTokens: readonly Token[];
  #pending: Token[] = [];
  /** Text that may be the beginning of a stop sequence. */
  #heldText = '';

  /** @param prompt the tokens before the first generated token */
  constructor(model: Pick<LlamaModel, 'detokenize'>, prompt: readonly Token[], stops: readonly string[]) {
    this.#model = model;
    this.#precedingTokens = prompt.slice(-contextTokens);
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** @returns the text that can no longer change, possibly empty */
  push(token: Token): string {
    this.#pending.push(token);
    const text = this.#model.detokenize(this.#pending, false, this.#precedingTokens);
    if (text.endsWith(incomplete) && this.#pending.length < maxIncompleteTokens) return '';
    this.#precedingTokens = [...this.#precedingTokens, ...this.#pending].slice(-contextTokens);
    this.#pending = [];
    return this.#release(this.#heldText + text);
  }

  /** Ends the stream, and returns the rest of the text. */
  end(): string {
    if (this.isStopped) return '';
    return this.#heldText + this.#model.detokenize(this.#pending, false, this.#precedingTokens);
  }

  #release(text: string): string {
    const starts = this.#stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
    if (starts.length > 0) {
      this.isStopped = true;
      return text.slice(0, Math.min(...starts));
    }
    const heldLength = Math.max(0, ...this.#stops.map((stop) => measureOverlap(text, stop)));
    this.#heldText = text.slice(text.length - heldLength);
    return text.slice(0, text.length - heldLength);
  }
}

/** Measures the longest suffix of `text` that is a proper prefix of `stop`, in UTF-16 code units. */
function measureOverlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
