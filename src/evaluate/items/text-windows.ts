import { AppError } from '#core/errors/error.ts';
import { perplexityContext, listPerplexityWindows } from '#metrics/language-model.ts';
import type { EvaluationItem, ItemFile, TokenCount } from './evaluation-item.ts';

/** A language model that counts the tokens of a text file. */
export interface CountingModel {
  /** Context length in tokens; `null` if unknown. */
  readonly contextLength: number | null;
  countTokens(path: string, file: ItemFile): Promise<TokenCount>;
}

/**
 * Splits plain texts into items: windows of the default length of llama.cpp's perplexity tool, or shorter if a model
 * was opened with a shorter context.
 * @param files one item per text file
 * @throws AppError input-invalid if the models tokenise the texts differently, if all texts are too short, or if an
 *   engine cannot report the probabilities of given tokens
 */
export async function listTextWindows(
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
    const [count, ...baselineCounts] = await Promise.all(models.map((model) => model.countTokens(path, file)));
    if (baselineCounts.some(({ sha256 }) => sha256 !== count!.sha256)) {
      throw new AppError('input-invalid', { name: path, reason: 'other-tokenizer' });
    }
    maxTokens = Math.max(maxTokens, count!.tokens);
    for (const index of listPerplexityWindows(count!.tokens, length).keys()) {
      windows.push({ path: `${path}#${index + 1}`, file, window: { path, index, length }, truth: null });
    }
  }
  if (windows.length === 0) {
    const facts = { tokens: maxTokens, needs: length };
    throw new AppError('input-invalid', { name: files[0]?.path ?? '', reason: 'text-too-short', ...facts });
  }
  return windows;
}
