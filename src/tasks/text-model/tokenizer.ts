import type { Tokenizer } from '@huggingface/tokenizers';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import { createTokenizer } from '../create-tokenizer.ts';
import { TokenAligner, type AlignedToken } from './alignment/token-aligner.ts';

/** The token ids of a text, including special tokens. */
export interface EncodedText {
  readonly ids: readonly number[];
  /** Whether the end of the text was cut off, because it has more tokens than allowed. */
  readonly isTruncated: boolean;
}

/** The tokens of a text with their ranges in the text. */
export interface AlignedText extends EncodedText {
  /** The tokens without the special tokens at the start and end. */
  readonly tokens: readonly AlignedToken[];
  /** Index in `ids` of the first of these tokens. */
  readonly firstToken: number;
}

/** A tokenizer that truncates texts to a maximum number of tokens. */
export interface TextTokenizer {
  /** Tokenises a text with special tokens; the text is truncated to `maxTokens` in all. */
  encode(text: string, maxTokens: number): EncodedText;
  /** Like `encode`, with the range of each token in the text. */
  align(text: string, maxTokens: number): AlignedText;
  /** Whether tokens that continue a word have a mark, such as `##` in WordPiece. */
  readonly hasContinuationMarks: boolean;
  /** Tokenises a text without special tokens and unknown tokens, truncated to `maxTokens`. */
  encodeKnown(text: string, maxTokens: number): readonly number[];
}

/**
 * Reads a tokenizer.
 * @param file the content of `tokenizer.json`
 * @param config the content of `tokenizer_config.json`
 * @throws AppError model-unsupported if the library does not support a part of it
 */
export function readTokenizer(file: object, config: object): TextTokenizer {
  const tokenizer = createTokenizer(file, config);
  const unknownId = findUnknownId(file, tokenizer);
  const aligner = new TokenAligner(file, tokenizer);
  const { before, after } = findSpecialTokens(tokenizer);
  // The library does not truncate. Special tokens remain, as in Hugging Face's Rust tokenizers.
  const addSpecialTokens = (ids: readonly number[], maxTokens: number): EncodedText => {
    const maxIds = Math.max(0, maxTokens - before.length - after.length);
    return { ids: [...before, ...ids.slice(0, maxIds), ...after], isTruncated: ids.length > maxIds };
  };
  const encodeWithoutSpecialTokens = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;
  return {
    hasContinuationMarks: aligner.hasContinuationMarks,
    encodeKnown: (text, maxTokens) =>
      encodeWithoutSpecialTokens(text)
        .filter((id) => id !== unknownId)
        .slice(0, maxTokens),
    encode: (text, maxTokens) => addSpecialTokens(encodeWithoutSpecialTokens(text), maxTokens),
    align(text, maxTokens) {
      const aligned = aligner.align(text);
      const ids = aligned.map(({ token }) => tokenizer.token_to_id(token) ?? unknownId ?? 0);
      const encoded = addSpecialTokens(ids, maxTokens);
      const count = encoded.ids.length - before.length - after.length;
      return { ...encoded, tokens: aligned.slice(0, count), firstToken: before.length };
    },
  };
}

/** Finds the special tokens that a tokenizer adds before and after every text. */
function findSpecialTokens(tokenizer: Tokenizer): { readonly before: number[]; readonly after: number[] } {
  const probeText = 'a';
  const { ids } = tokenizer.encode(probeText);
  const { ids: textIds } = tokenizer.encode(probeText, { add_special_tokens: false });
  const start = ids.findIndex((_, index) => textIds.every((id, offset) => id === ids[index + offset]));
  return { before: ids.slice(0, start), after: ids.slice(start + textIds.length) };
}

/** Finds the id of the unknown token; `undefined` if there is none. */
function findUnknownId(file: object, tokenizer: Tokenizer): number | undefined {
  const model: unknown = 'model' in file ? file.model : null;
  if (!isJsonObject(model)) return undefined;
  const { unk_id: id, unk_token: token } = model;
  if (typeof id === 'number') return id;
  return typeof token === 'string' ? tokenizer.token_to_id(token) : undefined;
}
