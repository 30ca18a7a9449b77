import type { RecordDetails } from '#state/results/record-details.ts';
import type { RunComponent } from '#hallmark/compare/compare-with-run.ts';
import { text } from '#words/text.ts';

type WithComponents = Pick<RecordDetails, 'components'>;

/** Describes the components that differ from those of the previous result, as text. */
export function describeChanges(before: WithComponents | null, after: WithComponents): string {
  const words = text.history.trend;
  if (!before) return words.first;
  const components = Object.keys(after.components) as RunComponent[];
  const changed = components.filter(
    (component) =>
      before.components[component] !== undefined && before.components[component] !== after.components[component],
  );
  return changed.length > 0 ? words.changes(changed.map((component) => words.component[component])) : words.unchanged;
}
