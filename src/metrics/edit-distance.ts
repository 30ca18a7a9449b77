import { AppError } from '#core/errors/error.ts';

/** The edits that turn a reference into a hypothesis. */
export interface Edits {
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
  /** Words or characters of the reference. */
  readonly length: number;
}

/**
 * The minimum of edits (Levenshtein 1966). Among alignments with as few edits, substitutions, deletions and insertions are
 * those of rapidfuzz 3, which jiwer uses: from the end, it prefers a deletion, then an insertion that is certain.
 * The time is in proportion to the length times the number of edits.
 * @throws AppError not-scored beyond `maxCells`
 */
export function countEdits(reference: readonly string[], hypothesis: readonly string[]): Edits {
  const start = commonStart(reference, hypothesis);
  const end = commonEnd(reference, hypothesis, start);
  const from = reference.slice(start, reference.length - end);
  const to = hypothesis.slice(start, hypothesis.length - end);
  const { edits, substitutions } = editsBetween(...numbered(from, to));
  const others = edits - substitutions;
  const surplus = to.length - from.length;
  return {
    substitutions,
    deletions: (others - surplus) / 2,
    insertions: (others + surplus) / 2,
    length: reference.length,
  };
}

/** Cells of the table of distances that are computed at most with one reach: up to some 20 seconds. */
const maxCells = 1e9;

/** Maps the units of two texts to numbers, which are compared faster. */
function numbered(from: readonly string[], to: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const numberOf = (unit: string) => {
    const number = numbers.get(unit) ?? numbers.size;
    numbers.set(unit, number);
    return number;
  };
  return [Int32Array.from(from, numberOf), Int32Array.from(to, numberOf)];
}

interface Alignment {
  readonly edits: number;
  readonly substitutions: number;
}

/**
 * The distance, by the cells of its table that are at most `reach` from the diagonal: exact if the result is no more than
 * `reach`, because a path that leaves them has more edits (Ukkonen 1985). Otherwise with a greater reach.
 */
function editsBetween(from: Int32Array, to: Int32Array): Alignment {
  const longest = Math.max(from.length, to.length);
  for (let reach = Math.max(16, 2 * Math.abs(from.length - to.length)); ; reach = nextReach(reach, longest)) {
    if (from.length * Math.min(to.length, 2 * reach + 1) > maxCells) {
      throw new AppError('not-scored', {
        reason: 'texts-too-different',
        longest,
        max: Math.floor(Math.sqrt(maxCells)),
      });
    }
    const alignment = editsWithin(from, to, reach);
    if (alignment.edits <= reach || reach >= longest) return alignment;
  }
}

/** Twice as far, or everywhere if that leaves little out. */
function nextReach(reach: number, longest: number): number {
  return 2 * reach > longest / 3 ? longest : 2 * reach;
}

function editsWithin(from: Int32Array, to: Int32Array, reach: number): Alignment {
  const width = to.length;
  /** More than any distance, for the cells beyond the reach. */
  const beyond = from.length + width + 1;
  // One row of the table of distances at a time, and the substitutions on the path to each cell.
  let [above, edits] = [Int32Array.from({ length: width + 1 }, (_, column) => column), new Int32Array(width + 1)];
  let [aboveSubstitutions, substitutions] = [new Int32Array(width + 1), new Int32Array(width + 1)];
  if (reach < width) above[reach + 1] = beyond;
  for (let row = 1; row <= from.length; row++) {
    const unit = from[row - 1];
    const [first, last] = [Math.max(1, row - reach), Math.min(width, row + reach)];
    edits[first - 1] = first === 1 ? row : beyond;
    substitutions[first - 1] = 0;
    for (let column = first; column <= last; column++) {
      const different = unit === to[column - 1] ? 0 : 1;
      const [diagonal, up, left] = [above[column - 1]!, above[column]!, edits[column - 1]!];
      const least = Math.min(diagonal + different, up + 1, left + 1);
      edits[column] = least;
      if (least === up + 1) substitutions[column] = aboveSubstitutions[column]!;
      else if (left === diagonal - 1) substitutions[column] = substitutions[column - 1]!;
      else substitutions[column] = aboveSubstitutions[column - 1]! + different;
    }
    if (last < width) edits[last + 1] = beyond;
    [above, edits] = [edits, above];
    [aboveSubstitutions, substitutions] = [substitutions, aboveSubstitutions];
  }
  return { edits: above[width]!, substitutions: aboveSubstitutions[width]! };
}

/** The length of the part that both have at the start. */
function commonStart(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** The length of the part that both have at the end, after `start`. */
function commonEnd(a: readonly string[], b: readonly string[], start: number): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) - start && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

/** The minimum of insertions, deletions and substitutions of code points. */
export function editDistance(from: string, to: string): number {
  return editsOf(countEdits([...from], [...to]));
}

export function editsOf({ substitutions, deletions, insertions }: Edits): number {
  return substitutions + deletions + insertions;
}

/**
 * Character error rate of one text: edits over the code points of the truth. 0 is perfect; it exceeds 1 if much text is
 * recognised that does not exist. For an empty truth, it is the number of characters.
 */
export function characterErrorRate(actual: string, truth: string): number {
  return editDistance(truth, actual) / Math.max(1, [...truth].length);
}
