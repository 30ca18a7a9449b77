import { readField } from '../json-files.ts';

/** The parsed configuration files of a transformer and its tokenizer, as transformers writes them. */
export interface TextModelFiles {
  /** `tokenizer.json` */
  readonly tokenizer?: object;
  /** `tokenizer_config.json` */
  readonly tokenizerConfig?: object;
  /** `config.json` of the transformer */
  readonly transformer?: object;
}

/**
 * Maximum tokens of a text, special ones included: the minimum of the positions of the transformer and the maximum of its
 * tokenizer, and without these the truncation in `tokenizer.json`; `Infinity` if no file states a maximum.
 */
export function readMaxTokens({ transformer, tokenizerConfig, tokenizer }: TextModelFiles): number {
  const limits = [readField(transformer, 'max_position_embeddings'), readField(tokenizerConfig, 'model_max_length')];
  const counts = limits.filter(isCount);
  if (counts.length > 0) return Math.min(...counts);
  const cut = readField(readField(tokenizer, 'truncation'), 'max_length');
  return isCount(cut) ? cut : Infinity;
}

/** Transformers writes 1e30 for a tokenizer without a maximum. */
export const isCount = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < 1e9;
