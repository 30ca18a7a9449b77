import type { EvaluationItem, EvaluationScores, ItemFile, TokenCount } from '#evaluate/items/evaluation-item.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { TextModel } from '../../chat/text-model.svelte.ts';

/** A language model under evaluation. */
export class LanguageModel extends TextModel {
  /** See `TextHandle.evaluate`. */
  async evaluate(
    items: readonly EvaluationItem[],
    options: { readonly signal: AbortSignal; readonly returnGroundTruth: boolean },
  ): Promise<readonly EvaluatedItem[]> {
    return (await this.waitForHandle()).evaluate(items, options);
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
