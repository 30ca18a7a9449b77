import { AppError } from '#core/errors/error.ts';

/** The tokenizer of a GGUF file, as its metadata states it. */
export interface GgufTokenizer {
  readonly tokens: readonly GgufToken[];
  /** Of SentencePiece, by token: pieces with a higher score are merged first. */
  readonly scores: readonly number[];
  /** Of byte-level BPE, most important first: two texts with a space between them. */
  readonly merges: readonly string[];
  /** How a text is split before it is merged (`tokenizer.ggml.pre`). */
  readonly pre: string;
  readonly addsSpacePrefix: boolean;
  /** The token before a text; `null` if there is none. */
  readonly startToken: GgufToken | null;
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
