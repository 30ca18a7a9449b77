import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { sampleItems } from '#evaluate/items/sample-items.ts';
import { listTextWindows, type CountingModel } from '#evaluate/items/text-windows.ts';
import type { EvaluationRequest } from '../run/evaluation-request.ts';
import { LanguageModel } from '../models/language-model.svelte.ts';

/** The items of a run. */
interface ChosenItems {
  readonly items: readonly EvaluationItem[];
  /** The number of items from which the sample was drawn. */
  readonly usable: number;
}

/**
 * Chooses all items or a sample of them; for plain texts, their windows.
 * @throws AppError what `listTextWindows` throws
 */
export async function chooseItems({
  link,
  data,
  candidate: { labels, model },
  baseline,
}: Pick<EvaluationRequest, 'link' | 'data' | 'candidate' | 'baseline'>): Promise<ChosenItems> {
  const { items: n, seed } = link;
  const other = baseline.model;
  if (!data.isPlainText || !(model instanceof LanguageModel) || !(other instanceof LanguageModel)) {
    return { items: data.selectItems(labels, { n, seed }), usable: data.countUsableItems(labels) };
  }
  const files = data.selectItems(labels, { n: null, seed });
  const windows = await listTextWindows(files, toCountingModel(model), other.opened && toCountingModel(other));
  const unlabelled = windows.map((window) => ({ ...window, label: null }));
  return { items: n === null ? windows : sampleItems(unlabelled, n, seed), usable: windows.length };
}

function toCountingModel(model: LanguageModel): CountingModel {
  const contextLength = model.opened?.facts.contextLength ?? null;
  return { contextLength, countTokens: (path, file) => model.countTokens(path, file) };
}
