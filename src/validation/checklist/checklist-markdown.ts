import { formatMarkdownTable, escapeMarkdown } from '#core/encoding/markdown.ts';
import type { FilledItem } from './checklist.ts';
import type { ChecklistGroup } from './checklist-items.ts';

/** The texts of a checklist in one language: `checklist` of `src/words/<language>/checklist.ts`. */
export interface ChecklistWords {
  readonly heading: (model: string) => string;
  readonly groups: Readonly<Record<ChecklistGroup, string>>;
  readonly columns: readonly [item: string, state: string, by: string];
  readonly item: (item: FilledItem) => string;
  readonly state: (item: FilledItem) => string;
  /** What decides it, who signed it, or what is missing. */
  readonly source: (item: FilledItem) => string;
  readonly summary: (items: readonly FilledItem[]) => string;
}

/**
 * The checklist as a document, one table for each group.
 * @param model its name
 */
export function toChecklistMarkdown(items: readonly FilledItem[], model: string, words: ChecklistWords): string {
  const groups = [...Map.groupBy(items, ({ group }) => group)].map(([group, members]) => {
    const rows = members.map((item) => [words.item(item), words.state(item), words.source(item)]);
    return [`## ${escapeMarkdown(words.groups[group])}`, '', formatMarkdownTable(words.columns, rows), ''].flat();
  });
  const head = [`# ${escapeMarkdown(words.heading(model))}`, '', escapeMarkdown(words.summary(items)), ''];
  return [head, ...groups].flat().join('\n');
}
