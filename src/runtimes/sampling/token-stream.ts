/** The replacement character, which decoders write for an incomplete character. */
const incomplete = '\uFFFD';

/**
 * The text of tokens that arrive one by one. A token can be a part of a character, and its text can depend on the
 * previous token, so each is decoded together with the tokens of the previous text.
 */
export class TokenStream {
  readonly #decode: (tokens: readonly number[]) => string;
  /** The tokens of the text returned last, and those whose text is not complete. */
  #before: readonly number[];
  #pending: number[] = [];

  /** @param before the last tokens of the prompt, whose text is not returned */
  constructor(decode: (tokens: readonly number[]) => string, before: readonly number[] = []) {
    this.#decode = decode;
    this.#before = before;
  }

  /** @returns the text that the token completes, which may be empty */
  push(token: number): string {
    this.#pending.push(token);
    const text = this.#text();
    if (text === '' || text.endsWith(incomplete)) return '';
    this.#before = this.#pending;
    this.#pending = [];
    return text;
  }

  /** The text of an incomplete character at the end. */
  flush(): string {
    return this.#pending.length === 0 ? '' : this.#text();
  }

  #text(): string {
    const known = this.#decode(this.#before);
    return this.#decode([...this.#before, ...this.#pending]).slice(known.length);
  }
}
