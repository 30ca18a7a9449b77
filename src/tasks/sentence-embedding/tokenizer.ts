import { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '#core/errors/error.ts';

export interface TextTokenizer {
  /** The ids of a text with the special tokens around it; the end of a text of more than `maxTokens` is cut off. */
  encode(text: string, maxTokens: number): readonly number[];
}

/**
 * Reads a tokenizer.
 * @param file, config the contents of `tokenizer.json` and `tokenizer_config.json`
 * @throws AppError model-unsupported if the library does not support a part of it
 */
export function readTokenizer(file: object, config: object): TextTokenizer {
  const tokenizer = newTokenizer(file, config);
  return {
    encode(text, maxTokens) {
      const { ids } = tokenizer.encode(text);
      if (ids.length <= maxTokens) return ids;
      // The library does not truncate. The special tokens around the text remain, as in Hugging Face's own.
      const { ids: bare } = tokenizer.encode(text, { add_special_tokens: false });
      const special = ids.length - bare.length;
      const before = Array.from({ length: special + 1 }, (_, at) => at).find((start) =>
        bare.every((id, at) => id === ids[start + at]),
      );
      if (before === undefined) return ids.slice(0, maxTokens);
      const kept = bare.slice(0, Math.max(0, maxTokens - special));
      return [...ids.slice(0, before), ...kept, ...ids.slice(before + bare.length)];
    },
  };
}

function newTokenizer(file: object, config: object): Tokenizer {
  try {
    return new Tokenizer(file, config);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('model-unsupported', { model: 'tokenizer.json', reason: 'tokenizer-not-supported', why });
  }
}
