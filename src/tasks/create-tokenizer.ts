import { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '#core/errors/error.ts';

/**
 * @param file the content of `tokenizer.json`
 * @param config the content of `tokenizer_config.json`
 * @throws AppError model-unsupported if the library does not support a part of it
 */
export function createTokenizer(file: object, config: object): Tokenizer {
  try {
    return new Tokenizer(file, config);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('model-unsupported', { model: 'tokenizer.json', reason: 'tokenizer-not-supported', why });
  }
}
