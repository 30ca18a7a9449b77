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
 * Reads the maximum tokens of a text, including special tokens: the lower of the transformer's positions and the
 * tokenizer's maximum or, without both, the truncation in `tokenizer.json`. `Infinity` if no file states a maximum.
 */
export function readMaxTokens({ transformer, tokenizerConfig, tokenizer }: TextModelFiles): number {
  const limits = [readField(transformer, 'max_position_embeddings'), readField(tokenizerConfig, 'model_max_length')];
  const statedLimits = limits.filter(isCount);
  if (statedLimits.length > 0) return Math.min(...statedLimits);
  const truncationLength = readField(readField(tokenizer, 'truncation'), 'max_length');
  return isCount(truncationLength) ? truncationLength : Infinity;
}

/** Whether a value is a usable maximum: transformers writes 1e30 for a tokenizer without one. */
export const isCount = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < 1e9;
