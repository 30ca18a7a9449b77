import type { RecordDetails } from '#state/results/record-details.ts';
import type { RunComponent } from '#hallmark/compare/compare-with-run.ts';
import { text } from '#words/text.ts';

type WithParts = Pick<RecordDetails, 'parts'>;

/** What is different from the result before, as text. */
export function changesBetween(before: WithParts | null, after: WithParts): string {
  const words = text.history.trend;
  if (!before) return words.first;
  const parts = Object.keys(after.parts) as RunComponent[];
  const changed = parts.filter((part) => before.parts[part] !== undefined && before.parts[part] !== after.parts[part]);
  return changed.length > 0 ? words.changes(changed.map((part) => words.part[part])) : words.unchanged;
}
