import { AppError } from '#core/errors/error.ts';
import type { PipelineComponents } from '#core/task/task.ts';
import { readJsonFiles } from '../json-files.ts';
import { readMaxTokens, type TextModelFiles } from './max-tokens.ts';
import { readTokenizer, type AlignedText, type EncodedText } from './tokenizer.ts';

/** The configuration and tokenizer of a transformer for texts. */
export interface TextModel {
  /** The parsed `config.json`; `undefined` without the file. */
  readonly config: object | undefined;
  /**
   * Tokenises a text with special tokens, truncated to the maximum of the model.
   * @throws AppError input-invalid if the text is blank
   */
  encode(text: string): EncodedText;
  /** Like `encode`, with the range of each token in the text. */
  align(text: string): AlignedText;
  /** Whether tokens that continue a word have a mark, such as `##` in WordPiece. */
  readonly hasContinuationMarks: boolean;
}

/**
 * Reads the files of {@link textModelFiles}.
 * @throws AppError model-corrupt if a file is not JSON | model-unsupported if the tokenizer is not supported
 */
export async function readTextModel(files: PipelineComponents['files']): Promise<TextModel> {
  const parsed: TextModelFiles = await readJsonFiles(files);
  const tokenizer = readTokenizer(parsed.tokenizer ?? {}, parsed.tokenizerConfig ?? {});
  const maxTokens = readMaxTokens(parsed);
  return {
    config: parsed.transformer,
    hasContinuationMarks: tokenizer.hasContinuationMarks,
    encode: (text) => tokenizer.encode(requireText(text), maxTokens),
    align: (text) => tokenizer.align(requireText(text), maxTokens),
  };
}

function requireText(text: string): string {
  if (text.trim() === '') throw new AppError('input-invalid', { name: 'text', reason: 'text-blank' });
  return text;
}
