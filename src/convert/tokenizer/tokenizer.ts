import { AppError } from '#core/errors/error.ts';

/** The tokenizer in the metadata of a GGUF file. */
export interface GgufTokenizer {
  readonly tokens: readonly GgufToken[];
  /** SentencePiece scores by token id. Higher scores are merged first. */
  readonly scores: readonly number[];
  /** Merges of byte-level BPE in order of priority: two tokens separated by a space. */
  readonly merges: readonly string[];
  /** The pre-tokenizer (`tokenizer.ggml.pre`). */
  readonly pre: string;
  readonly addsSpacePrefix: boolean;
  /** The BOS token that is added to a text; `null` if none is added. */
  readonly bosToken: GgufToken | null;
}

export interface GgufToken {
  readonly id: number;
  readonly text: string;
  readonly type: TokenType;
}

/** `TokenType` of the Python package gguf. */
export const tokenTypes = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;
export type TokenType = (typeof tokenTypes)[keyof typeof tokenTypes];

export function createUnsupportedKeyError(key: string, value: unknown): AppError {
  return new AppError('model-unsupported', { model: 'gguf', why: `${key}: ${JSON.stringify(value ?? null)}` });
}
