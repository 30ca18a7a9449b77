import { simpleClassName, synonymsOf, withoutQualifier, wordNetId } from './class-synonyms.ts';

/** Which classes of a set are which labels of a model. */
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
  (name) => [simpleClassName(name)],
  (name) => wordNetId(name),
  (name) => synonymsOf(name),
  (name) => synonymsOf(name).map(withoutQualifier),
];

/**
 * Finds the label of each class: by a given map, as the same text, without case, spaces, `_` and `-`, by WordNet id, as one
 * of the synonyms of a label (`tench, Tinca tinca`), without a qualifier (`crane (bird)`), or as the number of a label.
 * Numbers count from 0, or from 1 if that gives the last label. A first label `background` has no number in classes of
 * whole images, unless the last label would be left without one.
 * @param map model labels by class; they have precedence
 */
export function matchClasses(
  classes: readonly string[],
  labels: readonly string[],
  map: Readonly<Record<string, string>> = {},
): ClassMatches {
  const matched = new Map<string, string>();
  const ambiguous = new Map<string, readonly string[]>();
  const indexes = rules.map((rule) => indexBy(labels, rule));
  const known = new Set(labels);
  const rest = classes.filter((name) => {
    const mapped = Object.hasOwn(map, name) ? map[name] : undefined;
    const candidates =
      mapped === undefined ? candidatesOf(name, indexes, labels) : [mapped].filter((one) => known.has(one));
    const [label, ...others] = candidates;
    if (label !== undefined && others.length === 0) matched.set(name, label);
    else if (label !== undefined) ambiguous.set(name, candidates);
    return label === undefined;
  });
  const byId = rest.length === classes.length ? matchIds(rest, labels) : null;
  for (const [name, label] of byId?.matched ?? []) matched.set(name, label);
  const unmatched = rest.filter((name) => !matched.has(name));
  return { matched, unmatched, ambiguous, firstId: byId?.firstId ?? null };
}

/** Positions of labels by each text under which a rule finds them. */
type Index = ReadonlyMap<string, readonly number[]>;

function indexBy(labels: readonly string[], rule: (name: string) => readonly string[]): Index {
  const index = new Map<string, number[]>();
  labels.forEach((label, at) => {
    for (const text of new Set(rule(label))) {
      const known = index.get(text);
      if (known) known.push(at);
      else index.set(text, [at]);
    }
  });
  return index;
}

/** The labels that the first successful rule finds. */
function candidatesOf(name: string, indexes: readonly Index[], labels: readonly string[]): readonly string[] {
  for (const [at, rule] of rules.entries()) {
    const found = new Set(rule(name).flatMap((text) => indexes[at]?.get(text) ?? []));
    if (found.size > 0) return [...found].map((position) => labels[position] ?? '');
  }
  return [];
}

/** Classes that are numbers of labels. `null` if they are not numbers. */
function matchIds(
  classes: readonly string[],
  labels: readonly string[],
): Pick<ClassMatches, 'matched' | 'firstId'> | null {
  if (classes.length === 0 || !classes.every((name) => /^\d{1,9}$/.test(name))) return null;
  const ids = classes.map(Number);
  const [first, last] = [Math.min(...ids), Math.max(...ids)];
  const objects = /^background$/i.test(labels[0] ?? '') && last < labels.length - 1 ? labels.slice(1) : labels;
  const firstId = first > 0 && last === objects.length ? 1 : 0;
  const matched = new Map<string, string>();
  for (const name of classes) {
    const label = objects[Number(name) - firstId];
    if (label !== undefined) matched.set(name, label);
  }
  return { matched, firstId };
}
