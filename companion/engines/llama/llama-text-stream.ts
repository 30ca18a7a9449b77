import type { LlamaModel, Token } from './llama-library.ts';

/** The character that a detokeniser writes for incomplete bytes. */
const incomplete = '\uFFFD';
/** UTF-8 has at most 4 bytes per character, and a token at least one. */
const maxIncompleteTokens = 4;
/** Number of preceding tokens, from which the library determines leading spaces. */
const contextTokens = 8;

/** Converts tokens to text as they are generated, up to the first stop sequence. */
export class TextStream {
  /** Whether a stop sequence was found; the text after it is dropped. */
  isStopped = false;
  readonly #model: Pick<LlamaModel, 'detokenize'>;
  readonly #stops: readonly string[];
  #before: readonly Token[];
  #pending: Token[] = [];
  /** Text that may be the beginning of a stop sequence. */
  #held = '';

  /** @param prompt the tokens before the first one */
  constructor(model: Pick<LlamaModel, 'detokenize'>, prompt: readonly Token[], stops: readonly string[]) {
    this.#model = model;
    this.#before = prompt.slice(-contextTokens);
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** @returns the text that can no longer change, possibly empty */
  push(token: Token): string {
    this.#pending.push(token);
    const text = this.#model.detokenize(this.#pending, false, this.#before);
    if (text.endsWith(incomplete) && this.#pending.length < maxIncompleteTokens) return '';
    this.#before = [...this.#before, ...this.#pending].slice(-contextTokens);
    this.#pending = [];
    return this.#release(this.#held + text);
  }

  /** The rest of the text, when no token follows. */
  end(): string {
    if (this.isStopped) return '';
    return this.#held + this.#model.detokenize(this.#pending, false, this.#before);
  }

  #release(text: string): string {
    const found = this.#stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
    if (found.length > 0) {
      this.isStopped = true;
      return text.slice(0, Math.min(...found));
    }
    const held = Math.max(0, ...this.#stops.map((stop) => overlap(text, stop)));
    this.#held = text.slice(text.length - held);
    return text.slice(0, text.length - held);
  }
}

/** The length of the longest suffix of `text` that is a prefix of `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
