import { AppError } from '#core/errors/error.ts';
import { perplexityContext, listPerplexityWindows } from '#metrics/language-model.ts';
import type { EvaluationItem, ItemFile, TokenCount } from './evaluation-item.ts';

/** A language model that counts the tokens of a text file. */
export interface CountingModel {
  /** Length in tokens; `null` if unknown. */
  readonly contextLength: number | null;
  countTokens(path: string, file: ItemFile): Promise<TokenCount>;
}

/**
 * The items of plain texts: windows of as many tokens as llama.cpp's perplexity tool reads by default, or fewer if a model
 * was opened with a shorter context.
 * @param files one item per text file
 * @throws AppError input-invalid if the models read the texts as different tokens, if all are too short, or if an engine
 * reports no probabilities of given tokens
 */
export async function textWindows(
  files: readonly EvaluationItem[],
  candidate: CountingModel,
  baseline: CountingModel | null,
): Promise<EvaluationItem[]> {
  const models = baseline ? [candidate, baseline] : [candidate];
  const contexts = models.map(({ contextLength }) => contextLength ?? perplexityContext);
  const length = Math.min(perplexityContext, ...contexts);
  const windows: EvaluationItem[] = [];
  let maxTokens = 0;
  for (const { path, file } of files) {
    if (!file) continue;
    const [own, ...others] = await Promise.all(models.map((model) => model.countTokens(path, file)));
    if (others.some(({ sha256 }) => sha256 !== own!.sha256)) {
      throw new AppError('input-invalid', { name: path, reason: 'other-tokenizer' });
    }
    maxTokens = Math.max(maxTokens, own!.tokens);
    for (const index of listPerplexityWindows(own!.tokens, length).keys()) {
      windows.push({ path: `${path}#${index + 1}`, file, window: { path, index, length }, truth: null });
    }
  }
  if (windows.length === 0) {
    const facts = { tokens: maxTokens, needs: length };
    throw new AppError('input-invalid', { name: files[0]?.path ?? '', reason: 'text-too-short', ...facts });
  }
  return windows;
}
