import type { Tokenizer } from '@huggingface/tokenizers';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import { createTokenizer } from '../new-tokenizer.ts';

/** The tokens of a text. */
export interface EncodedText {
  readonly ids: readonly number[];
  /** Whether the text has more tokens than were allowed, so its end was cut off. */
  readonly isTruncated: boolean;
}

export interface TextTokenizer {
  /** The ids of a text with the special tokens around it; the end of a text of more than `maxTokens` is cut off. */
  encode(text: string, maxTokens: number): EncodedText;
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
  return {
    encodeKnown(text, maxTokens) {
      const { ids } = tokenizer.encode(text, { add_special_tokens: false });
      return ids.filter((id) => id !== unknown).slice(0, maxTokens);
    },
    encode(text, maxTokens) {
      const { ids } = tokenizer.encode(text);
      if (ids.length <= maxTokens) return { ids, isTruncated: false };
      // The library does not truncate. The special tokens around the text remain, as in Hugging Face's own.
      const { ids: bare } = tokenizer.encode(text, { add_special_tokens: false });
      const special = ids.length - bare.length;
      const before = Array.from({ length: special + 1 }, (_, index) => index).find((start) =>
        bare.every((id, i) => id === ids[start + i]),
      );
      if (before === undefined) return { ids: ids.slice(0, maxTokens), isTruncated: true };
      const kept = bare.slice(0, Math.max(0, maxTokens - special));
      return { ids: [...ids.slice(0, before), ...kept, ...ids.slice(before + bare.length)], isTruncated: true };
    },
  };
}

/** The id of the token for unknown words; `undefined` if there is none. */
function findUnknownId(file: object, tokenizer: Tokenizer): number | undefined {
  const model: unknown = 'model' in file ? file.model : null;
  if (!isJsonObject(model)) return undefined;
  const { unk_id: id, unk_token: token } = model;
  if (typeof id === 'number') return id;
  return typeof token === 'string' ? tokenizer.token_to_id(token) : undefined;
}
