import { matchClasses } from '#evaluate/classes/match-classes.ts';
import type { Example } from './train-head.ts';

/**
 * Replaces the backbone's labels in the examples by the matching classes.
 * @returns the examples, and whether the backbone has a label for every class
 */
export function matchBackboneLabels(
  labels: readonly string[],
  backboneLabels: readonly string[],
  examples: readonly Example[],
): { readonly hasBackboneLabels: boolean; readonly examples: readonly Example[] } {
  const { matched, firstId } = matchClasses(labels, backboneLabels);
  const classByBackboneLabel = new Map([...matched].map(([label, name]) => [name, label]));
  return {
    hasBackboneLabels: matched.size === labels.length && firstId === null,
    examples: examples.map((example) => ({
      ...example,
      backboneLabel: example.backboneLabel === null ? null : (classByBackboneLabel.get(example.backboneLabel) ?? null),
    })),
  };
}
