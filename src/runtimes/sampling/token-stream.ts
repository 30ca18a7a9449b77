/** Decoders write it for an incomplete character. */
const replacementCharacter = '\uFFFD';

/**
 * Decodes tokens individually. A token can be a part of a character, and its text can depend on the previous token, so
 * it is decoded together with the tokens of the previous text.
 */
export class TokenStream {
  readonly #decode: (tokens: readonly number[]) => string;
  /** The tokens of the previous text. */
  #context: readonly number[];
  /** The tokens whose text is incomplete. */
  #pending: number[] = [];

  /** @param context the last tokens of the prompt, whose text is not returned */
  constructor(decode: (tokens: readonly number[]) => string, context: readonly number[] = []) {
    this.#decode = decode;
    this.#context = context;
  }

  /** @returns the text that the token completes, which may be empty */
  push(token: number): string {
    this.#pending.push(token);
    const text = this.#decodePending();
    if (text === '' || text.endsWith(replacementCharacter)) return '';
    this.#context = this.#pending;
    this.#pending = [];
    return text;
  }

  /** Returns the text of an incomplete character at the end. */
  flush(): string {
    return this.#pending.length === 0 ? '' : this.#decodePending();
  }

  #decodePending(): string {
    const contextText = this.#decode(this.#context);
    return this.#decode([...this.#context, ...this.#pending]).slice(contextText.length);
  }
}
