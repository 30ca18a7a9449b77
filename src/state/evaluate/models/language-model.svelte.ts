import type { EvaluationItem, EvaluationScores, ItemFile, TokenCount } from '#evaluate/items/evaluation-item.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { AppError } from '#core/errors/error.ts';
import { chooseTextEngine, TextModel, type TextChoice } from '../../chat/text-model.svelte.ts';

/** A language model under evaluation. */
export class LanguageModel extends TextModel {
  /**
   * Without flash attention on wllama, unless the user chose it: with it, the perplexity of SmolLM2 is 0.9% higher than
   * llama.cpp's own on the same file, without it 0.06% (measured with wllama 3.8.1).
   */
  override open(choice: TextChoice): Promise<AppError | null> {
    const isOnWasm = chooseTextEngine(choice) === 'wllama' && (choice.device === null || choice.device === 'wasm');
    return super.open(isOnWasm ? { ...choice, flashAttention: choice.flashAttention ?? false } : choice);
  }

  /** See `TextHandle.evaluate`. */
  async evaluate(
    items: readonly EvaluationItem[],
    options: { readonly signal: AbortSignal; readonly returnGroundTruth: boolean },
  ): Promise<readonly EvaluatedItem[]> {
    const handle = await this.waitForHandle();
    this.isInUse = true;
    try {
      return await handle.evaluate(items, options);
    } finally {
      this.isInUse = false;
    }
  }

  /** See `TextHandle.score`. */
  async score(outcomes: readonly unknown[], signal: AbortSignal): Promise<EvaluationScores> {
    return (await this.waitForHandle()).score(outcomes, { signal });
  }

  /** `null`, because the engine has its own workers, whose requests are not recorded. */
  async listRequestsSince(): Promise<null> {
    return null;
  }

  /** See `TextHandle.countTokens`. */
  async countTokens(path: string, file: ItemFile): Promise<TokenCount> {
    return (await this.waitForHandle()).countTokens(path, file);
  }
}
