/** A text after normalisation, with the range of the original that each of its UTF-16 code units comes from. */
export interface TracedText {
  readonly text: string;
  /** Start of the range in the original, in UTF-16 code units. */
  readonly starts: readonly number[];
  /** End of the range, exclusive; equal to the start for a character that has no counterpart in the original. */
  readonly ends: readonly number[];
}

/** A unit of a normalised text, and its range in the original. */
interface Unit {
  readonly unit: string;
  readonly start: number;
  readonly end: number;
}

/** Maximum number of units that are inserted or removed at one position. Heuristic, not measured. */
const maxGap = 64;
/** Number of units that must agree after a gap. Heuristic, not measured. */
const minAgreement = 3;

/**
 * Normalises a text and finds the original range of each character. Characters are normalised one by one, or together
 * with their combining marks if these affect each other. If the result differs from the normalised whole text, for
 * instance because spaces were merged, the two are aligned.
 */
export function traceNormalisation(text: string, normalise: (text: string) => string): TracedText {
  const normalised = normalise(text);
  const parts = [...createPrefix(text, normalise), ...normaliseParts(text, normalise)];
  if (parts.map(({ unit }) => unit).join('') === normalised) return toTracedText(parts);
  return toTracedText(matchUnits(parts, normalised, text.length));
}

/**
 * Creates the units that normalisation inserts before a text, such as a space; they have the range of its first
 * character.
 */
function createPrefix(text: string, normalise: (text: string) => string): readonly Unit[] {
  const framed = normalise('q');
  const prefix = framed.endsWith('q') ? framed.slice(0, -1) : '';
  const end = String.fromCodePoint(text.codePointAt(0) ?? 0).length;
  return Array.from(prefix, (unit) => ({ unit, start: 0, end }));
}

function normaliseParts(text: string, normalise: (text: string) => string): readonly Unit[] {
  const normalisePart = createPartNormaliser(normalise);
  const units: Unit[] = [];
  const push = (part: string, start: number, end: number) => {
    for (let index = 0; index < part.length; index++) units.push({ unit: part[index]!, start, end });
  };
  for (const { segment, index } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    const characters = Array.from(segment);
    const normalised = characters.map(normalisePart);
    const grapheme = normalisePart(segment);
    if (normalised.join('') !== grapheme) {
      push(grapheme, index, index + segment.length);
      continue;
    }
    let start = index;
    for (const [at, character] of characters.entries()) {
      push(normalised[at]!, start, start + character.length);
      start += character.length;
    }
  }
  return units;
}

/** Creates a function that normalises a part of a text without what applies only to its ends, such as trimming. */
function createPartNormaliser(normalise: (text: string) => string): (part: string) => string {
  const normalisedParts = new Map<string, string>();
  // Unicode has no precomposed character of q and a combining mark.
  const [before, after] = [normalise('q'), 'q'];
  const normalisePart = (part: string) => {
    const framed = normalise(`q${part}q`);
    const isFramed = framed.startsWith(before) && framed.endsWith(after) && framed.length > before.length;
    return isFramed ? framed.slice(before.length, -after.length) : normalise(part);
  };
  return (part) => {
    const normalised = normalisedParts.get(part) ?? normalisePart(part);
    normalisedParts.set(part, normalised);
    return normalised;
  };
}

/** Aligns the units of `whole` with those of `parts` and takes over their ranges. */
function matchUnits(parts: readonly Unit[], whole: string, length: number): readonly Unit[] {
  const units: Unit[] = [];
  let [from, to] = [0, 0];
  while (to < whole.length) {
    const part = parts[from];
    if (part && part.unit === whole[to]) {
      units.push(part);
      from++;
      to++;
      continue;
    }
    const start = part?.start ?? length;
    const { removed, inserted } = findGap(parts, from, whole, to);
    const end = removed > 0 ? parts[from + removed - 1]!.end : start;
    for (let index = 0; index < inserted; index++) units.push({ unit: whole[to + index]!, start, end });
    from += removed;
    to += inserted;
  }
  return units;
}

/** Finds the smallest number of units to skip in both so that they agree again; all units if they never do. */
function findGap(
  parts: readonly Unit[],
  from: number,
  whole: string,
  to: number,
): { readonly removed: number; readonly inserted: number } {
  const hasAgreement = (removed: number, inserted: number) => {
    const comparedLength = Math.min(minAgreement, whole.length - to - inserted, parts.length - from - removed);
    if (comparedLength <= 0) return whole.length - to === inserted && parts.length - from === removed;
    for (let index = 0; index < comparedLength; index++)
      if (parts[from + removed + index]!.unit !== whole[to + inserted + index]) return false;
    return true;
  };
  for (let gap = 1; gap <= maxGap; gap++)
    for (let inserted = 0; inserted <= gap; inserted++)
      if (hasAgreement(gap - inserted, inserted)) return { removed: gap - inserted, inserted };
  return { removed: parts.length - from, inserted: whole.length - to };
}

function toTracedText(units: readonly Unit[]): TracedText {
  return {
    text: units.map(({ unit }) => unit).join(''),
    starts: units.map(({ start }) => start),
    ends: units.map(({ end }) => end),
  };
}
