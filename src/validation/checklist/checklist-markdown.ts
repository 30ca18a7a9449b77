import { formatMarkdownTable, escapeMarkdown } from '#core/encoding/markdown.ts';
import type { FilledChecklistItem } from './checklist.ts';
import type { ChecklistGroup } from './checklist-items.ts';

/** The texts of a checklist in one language: `checklist` of `src/words/<language>/validation/checklist.ts`. */
export interface ChecklistWords {
  readonly heading: (model: string) => string;
  readonly groups: Readonly<Record<ChecklistGroup, string>>;
  readonly columns: readonly [item: string, state: string, by: string];
  readonly item: (item: FilledChecklistItem) => string;
  readonly state: (item: FilledChecklistItem) => string;
  /** What decides the item, who signed it, or what is missing. */
  readonly source: (item: FilledChecklistItem) => string;
  readonly summary: (items: readonly FilledChecklistItem[]) => string;
}

/**
 * Formats the checklist as a document with one table for each group.
 * @param model the name of the model
 */
export function toChecklistMarkdown(
  items: readonly FilledChecklistItem[],
  model: string,
  words: ChecklistWords,
): string {
  const groups = [...Map.groupBy(items, ({ group }) => group)].map(([group, members]) => {
    const rows = members.map((item) => [words.item(item), words.state(item), words.source(item)]);
    return [`## ${escapeMarkdown(words.groups[group])}`, '', formatMarkdownTable(words.columns, rows), ''].flat();
  });
  const headLines = [`# ${escapeMarkdown(words.heading(model))}`, '', escapeMarkdown(words.summary(items)), ''];
  return [headLines, ...groups].flat().join('\n');
}
