import { matchClasses } from '#evaluate/classes/match-classes.ts';
import type { Example } from './train-head.ts';

/**
 * The backbone's own labels as those of the classes, if it knows every class by name.
 * @param own the backbone's labels
 */
export function matchOwnLabels(
  labels: readonly string[],
  own: readonly string[],
  examples: readonly Example[],
): { readonly areOwnLabels: boolean; readonly examples: readonly Example[] } {
  const { matched, firstId } = matchClasses(labels, own);
  const byOwnLabel = new Map([...matched].map(([label, name]) => [name, label]));
  return {
    areOwnLabels: matched.size === labels.length && firstId === null,
    examples: examples.map((example) => ({
      ...example,
      ownLabel: example.ownLabel === null ? null : (byOwnLabel.get(example.ownLabel) ?? null),
    })),
  };
}
