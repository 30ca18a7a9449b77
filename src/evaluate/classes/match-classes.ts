import { simplifyClassName, listSynonyms, withoutQualifier, parseWordNetId } from './class-synonyms.ts';
import { findImagenetIds } from './imagenet-ids.ts';
import { matchClassIds } from './match-class-ids.ts';

/** Which classes of a dataset are which labels of a model. */
export interface ClassMatches {
  /** The model's label of each class that has exactly one. */
  readonly matched: ReadonlyMap<string, string>;
  readonly unmatched: readonly string[];
  /** Classes that could be several labels. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
  /** If the classes are numbers: whether 0 or 1 is the first label. `null` if they are names. */
  readonly firstId: 0 | 1 | null;
}

/** Ways to compare names, the stricter ones first: the texts under which a label can be found. */
const rules: readonly ((name: string) => readonly string[])[] = [
  (name) => [name],
  (name) => [simplifyClassName(name)],
  parseWordNetId,
  listSynonyms,
  (name) => listSynonyms(name).map(withoutQualifier),
];

/**
 * Finds the label of each class: by a given map, as the same text, without case, spaces, `_` and `-`, by WordNet id, as one
 * of the synonyms of a label (`tench, Tinca tinca`), without a qualifier (`crane (bird)`), or as the number of a label
 * ({@link matchClassIds}).
 * @param map model labels by class; they have precedence
 */
export function matchClasses(
  classes: readonly string[],
  labels: readonly string[],
  map: Readonly<Record<string, string>> = {},
): ClassMatches {
  const isMapped = (name: string) => Object.hasOwn(map, name);
  const known = new Set(labels);
  const mapped = classes.filter((name) => isMapped(name) && known.has(map[name] ?? ''));
  const matched = new Map(mapped.map((name) => [name, map[name] ?? '']));
  const ambiguous = new Map<string, readonly string[]>();
  const indexes = buildIndexes(labels);
  const unmappedClasses = classes.filter((name) => !isMapped(name));
  const unnamed = unmappedClasses.filter((name) => {
    const candidates = findCandidates(name, indexes, labels);
    const [label] = candidates;
    if (label === undefined) return true;
    if (candidates.length === 1) matched.set(name, label);
    else ambiguous.set(name, candidates);
    return false;
  });
  const byId = unnamed.length === unmappedClasses.length ? matchClassIds(unmappedClasses, labels) : null;
  for (const [name, label] of byId?.matched ?? []) matched.set(name, label);
  const unmatched = classes.filter((name) => !matched.has(name) && !ambiguous.has(name));
  return { matched, unmatched, ambiguous, firstId: byId?.firstId ?? null };
}

/** Positions of labels by each text under which a rule finds them. */
type Index = ReadonlyMap<string, readonly number[]>;

function buildIndexes(labels: readonly string[]): Index[] {
  const ids = findImagenetIds(labels);
  const withIds = labels.map((label, index) => (ids[index] ? `${ids[index]} ${label}` : label));
  return rules.map((rule) => indexLabels(rule === parseWordNetId ? withIds : labels, rule));
}

function indexLabels(labels: readonly string[], rule: (name: string) => readonly string[]): Index {
  const index = new Map<string, number[]>();
  labels.forEach((label, i) => {
    for (const text of new Set(rule(label))) {
      const known = index.get(text);
      if (known) known.push(i);
      else index.set(text, [i]);
    }
  });
  return index;
}

/** The labels that the first successful rule finds. */
function findCandidates(name: string, indexes: readonly Index[], labels: readonly string[]): readonly string[] {
  for (const [at, rule] of rules.entries()) {
    const candidates = new Set(rule(name).flatMap((text) => indexes[at]?.get(text) ?? []));
    if (candidates.size > 0) return [...candidates].map((position) => labels[position] ?? '');
  }
  return [];
}
