import { simplifyClassName, listSynonyms, removeQualifier, listWordNetIds } from './class-synonyms.ts';
import { findImagenetIds } from './imagenet-ids.ts';
import { matchClassIds } from './match-class-ids.ts';

/** The match of the classes of a dataset with the labels of a model. */
export interface ClassMatches {
  /** The model's label of each class that has exactly one. */
  readonly matched: ReadonlyMap<string, string>;
  readonly unmatched: readonly string[];
  /** Classes that match several labels. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
  /** The class id of the first label if the classes are numbers; `null` if they are names. */
  readonly firstId: 0 | 1 | null;
}

/** Rules that map a name to the keys by which it is matched, strictest first. */
const matchingRules: readonly ((name: string) => readonly string[])[] = [
  (name) => [name],
  (name) => [simplifyClassName(name)],
  listWordNetIds,
  listSynonyms,
  (name) => listSynonyms(name).map(removeQualifier),
];

/**
 * Matches each class to a label: by an explicit map, by equal text, ignoring case, spaces, `_` and `-`, by WordNet id,
 * by one of the synonyms of a label (`tench, Tinca tinca`), without a qualifier (`crane (bird)`), or by the index of a
 * label ({@link matchClassIds}).
 * @param map labels by class, which take precedence
 */
export function matchClasses(
  classes: readonly string[],
  labels: readonly string[],
  map: Readonly<Record<string, string>> = {},
): ClassMatches {
  const isMapped = (name: string) => Object.hasOwn(map, name);
  const labelSet = new Set(labels);
  const mappedClasses = classes.filter((name) => isMapped(name) && labelSet.has(map[name] ?? ''));
  const matched = new Map(mappedClasses.map((name) => [name, map[name] ?? '']));
  const ambiguous = new Map<string, readonly string[]>();
  const indexes = buildIndexes(labels);
  const unmappedClasses = classes.filter((name) => !isMapped(name));
  const unmatchedByName = unmappedClasses.filter((name) => {
    const candidates = findCandidates(name, indexes, labels);
    const [label] = candidates;
    if (label === undefined) return true;
    if (candidates.length === 1) matched.set(name, label);
    else ambiguous.set(name, candidates);
    return false;
  });
  const byId = unmatchedByName.length === unmappedClasses.length ? matchClassIds(unmappedClasses, labels) : null;
  for (const [name, label] of byId?.matched ?? []) matched.set(name, label);
  const unmatched = classes.filter((name) => !matched.has(name) && !ambiguous.has(name));
  return { matched, unmatched, ambiguous, firstId: byId?.firstId ?? null };
}

/** Indices of labels by the keys of a matching rule. */
type LabelIndex = ReadonlyMap<string, readonly number[]>;

function buildIndexes(labels: readonly string[]): LabelIndex[] {
  const ids = findImagenetIds(labels);
  const withIds = labels.map((label, index) => (ids[index] ? `${ids[index]} ${label}` : label));
  return matchingRules.map((rule) => indexLabels(rule === listWordNetIds ? withIds : labels, rule));
}

function indexLabels(labels: readonly string[], rule: (name: string) => readonly string[]): LabelIndex {
  const index = new Map<string, number[]>();
  labels.forEach((label, i) => {
    for (const key of new Set(rule(label))) {
      const indices = index.get(key);
      if (indices) indices.push(i);
      else index.set(key, [i]);
    }
  });
  return index;
}

/** Returns the labels that the first successful rule finds. */
function findCandidates(name: string, indexes: readonly LabelIndex[], labels: readonly string[]): readonly string[] {
  for (const [ruleIndex, rule] of matchingRules.entries()) {
    const candidates = new Set(rule(name).flatMap((key) => indexes[ruleIndex]?.get(key) ?? []));
    if (candidates.size > 0) return [...candidates].map((labelIndex) => labels[labelIndex] ?? '');
  }
  return [];
}
