import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { sampleItems } from '#evaluate/items/sample-items.ts';
import { listTextWindows, type CountingModel } from '#evaluate/items/text-windows.ts';
import type { EvaluationRequest } from '../run/evaluation-request.ts';
import { LanguageModel } from '../models/language-model.svelte.ts';

/** The items of a run. */
interface ChosenItems {
  readonly items: readonly EvaluationItem[];
  /** The number of items from which the sample was drawn. */
  readonly usableCount: number;
}

/**
 * Chooses all items or a sample of them; for plain texts, their windows.
 * @throws any error of `listTextWindows`
 */
export async function chooseItems({
  link,
  data,
  candidate: { labels, model },
  baseline,
}: Pick<EvaluationRequest, 'link' | 'data' | 'candidate' | 'baseline'>): Promise<ChosenItems> {
  const { items: sampleSize, seed } = link;
  const baselineModel = baseline.model;
  if (!data.isPlainText || !(model instanceof LanguageModel) || !(baselineModel instanceof LanguageModel)) {
    return { items: data.selectItems(labels, { n: sampleSize, seed }), usableCount: data.countUsableItems(labels) };
  }
  const files = data.selectItems(labels, { n: null, seed });
  const windows = await listTextWindows(
    files,
    toCountingModel(model),
    baselineModel.opened && toCountingModel(baselineModel),
  );
  const unlabelled = windows.map((window) => ({ ...window, label: null }));
  const items = sampleSize === null ? windows : sampleItems(unlabelled, sampleSize, seed);
  return { items, usableCount: windows.length };
}

function toCountingModel(model: LanguageModel): CountingModel {
  const contextLength = model.opened?.facts.contextLength ?? null;
  return { contextLength, countTokens: (path, file) => model.countTokens(path, file) };
}
