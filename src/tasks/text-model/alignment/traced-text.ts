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

/** Maximum number of units that normalisation inserts or removes in one place. Heuristic, not measured. */
const maxGap = 64;
/** Number of units that have to agree after a gap. Heuristic, not measured. */
const agreeing = 3;

/**
 * Normalises a text and finds where its characters come from. Each character is normalised by itself, or together with the
 * combining marks after it if the two influence each other: the composed character then comes from all of them. Where these parts differ from the normalised whole, for instance
 * because spaces were merged, the two are compared.
 */
export function traceNormalisation(text: string, normalise: (text: string) => string): TracedText {
  const whole = normalise(text);
  const parts = [...createPrefix(text, normalise), ...normaliseParts(text, normalise)];
  if (parts.map(({ unit }) => unit).join('') === whole) return toTracedText(parts);
  return toTracedText(matchUnits(parts, whole, text.length));
}

/** What normalisation writes before a text, such as a space; its range is that of the first character. */
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

/** Normalises a part of a text: what is done only at the start or end of a text, such as removing spaces, is not done. */
function createPartNormaliser(normalise: (text: string) => string): (part: string) => string {
  const known = new Map<string, string>();
  // No character is composed of q and a mark.
  const [before, after] = [normalise('q'), 'q'];
  const normalisePart = (part: string) => {
    const framed = normalise(`q${part}q`);
    const isFramed = framed.startsWith(before) && framed.endsWith(after) && framed.length > before.length;
    return isFramed ? framed.slice(before.length, -after.length) : normalise(part);
  };
  return (part) => {
    const normalised = known.get(part) ?? normalisePart(part);
    known.set(part, normalised);
    return normalised;
  };
}

/** The units of `whole`, with the ranges of the same units of `parts`. */
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

/** The smallest numbers of units to leave out of both, so that they agree again; everything if they do not. */
function findGap(
  parts: readonly Unit[],
  from: number,
  whole: string,
  to: number,
): { readonly removed: number; readonly inserted: number } {
  const agrees = (removed: number, inserted: number) => {
    const rest = Math.min(agreeing, whole.length - to - inserted, parts.length - from - removed);
    if (rest <= 0) return whole.length - to === inserted && parts.length - from === removed;
    for (let index = 0; index < rest; index++)
      if (parts[from + removed + index]!.unit !== whole[to + inserted + index]) return false;
    return true;
  };
  for (let gap = 1; gap <= maxGap; gap++)
    for (let inserted = 0; inserted <= gap; inserted++)
      if (agrees(gap - inserted, inserted)) return { removed: gap - inserted, inserted };
  return { removed: parts.length - from, inserted: whole.length - to };
}

function toTracedText(units: readonly Unit[]): TracedText {
  return {
    text: units.map(({ unit }) => unit).join(''),
    starts: units.map(({ start }) => start),
    ends: units.map(({ end }) => end),
  };
}
