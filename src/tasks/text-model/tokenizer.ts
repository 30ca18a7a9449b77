import type { Tokenizer } from '@huggingface/tokenizers';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import { createTokenizer } from '../create-tokenizer.ts';
import { TokenAligner, type AlignedToken } from './alignment/token-aligner.ts';

/** The tokens of a text. */
export interface EncodedText {
  readonly ids: readonly number[];
  /** Whether the text has more tokens than were allowed, so its end was cut off. */
  readonly isTruncated: boolean;
}

/** The tokens of a text, and the parts of the text that they stand for. */
export interface AlignedText extends EncodedText {
  /** The tokens without the special ones around them. */
  readonly tokens: readonly AlignedToken[];
  /** Index in `ids` of the first of them. */
  readonly firstToken: number;
}

export interface TextTokenizer {
  /** The ids of a text with the special tokens around it; the end of a text of more than `maxTokens` is cut off. */
  encode(text: string, maxTokens: number): EncodedText;
  /** The same, with the part of the text of each token. */
  align(text: string, maxTokens: number): AlignedText;
  /** Whether tokens that continue a word are marked as such, as in WordPiece. */
  readonly marksContinuations: boolean;
  /** The ids of the known tokens of a text, without special tokens, at most `maxTokens`. */
  encodeKnown(text: string, maxTokens: number): readonly number[];
}

/**
 * Reads a tokenizer.
 * @param file, config the contents of `tokenizer.json` and `tokenizer_config.json`
 * @throws AppError model-unsupported if the library does not support a part of it
 */
export function readTokenizer(file: object, config: object): TextTokenizer {
  const tokenizer = createTokenizer(file, config);
  const unknown = findUnknownId(file, tokenizer);
  const aligner = new TokenAligner(file, tokenizer);
  const { before, after } = findSpecialTokens(tokenizer);
  // The library does not truncate. The special tokens around the text remain, as in Hugging Face's own.
  const surround = (bare: readonly number[], maxTokens: number): EncodedText => {
    const room = Math.max(0, maxTokens - before.length - after.length);
    return { ids: [...before, ...bare.slice(0, room), ...after], isTruncated: bare.length > room };
  };
  const encodeBare = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;
  return {
    marksContinuations: aligner.marksContinuations,
    encodeKnown: (text, maxTokens) =>
      encodeBare(text)
        .filter((id) => id !== unknown)
        .slice(0, maxTokens),
    encode: (text, maxTokens) => surround(encodeBare(text), maxTokens),
    align(text, maxTokens) {
      const aligned = aligner.align(text);
      const bare = aligned.map(({ token }) => tokenizer.token_to_id(token) ?? unknown ?? 0);
      const encoded = surround(bare, maxTokens);
      const count = encoded.ids.length - before.length - after.length;
      return { ...encoded, tokens: aligned.slice(0, count), firstToken: before.length };
    },
  };
}

/** The special tokens that a tokenizer puts around every text. */
function findSpecialTokens(tokenizer: Tokenizer): { readonly before: number[]; readonly after: number[] } {
  const probe = 'a';
  const { ids } = tokenizer.encode(probe);
  const { ids: bare } = tokenizer.encode(probe, { add_special_tokens: false });
  const start = ids.findIndex((_, index) => bare.every((id, at) => id === ids[index + at]));
  return { before: ids.slice(0, start), after: ids.slice(start + bare.length) };
}

/** The id of the token for unknown words; `undefined` if there is none. */
function findUnknownId(file: object, tokenizer: Tokenizer): number | undefined {
  const model: unknown = 'model' in file ? file.model : null;
  if (!isJsonObject(model)) return undefined;
  const { unk_id: id, unk_token: token } = model;
  if (typeof id === 'number') return id;
  return typeof token === 'string' ? tokenizer.token_to_id(token) : undefined;
}
