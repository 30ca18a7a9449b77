/** The number of edits that turn a reference into a hypothesis. */
export interface Edits {
  /** The minimum number of substitutions, deletions and insertions (Levenshtein 1966). */
  readonly edits: number;
  /** The number of words or characters in the reference. */
  readonly length: number;
}

/** Counts the edits between two sequences, in O(length × edits / 32) time. */
export function countEdits(reference: readonly string[], hypothesis: readonly string[]): Edits {
  const start = countCommonPrefix(reference, hypothesis);
  const end = countCommonSuffix(reference, hypothesis, start);
  const referencePart = reference.slice(start, reference.length - end);
  const hypothesisPart = hypothesis.slice(start, hypothesis.length - end);
  return { edits: countEditsBetween(...assignNumbers(referencePart, hypothesisPart)), length: reference.length };
}

/** Maps the units of two texts to numbers, which are compared faster. */
function assignNumbers(from: readonly string[], to: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const assignNumber = (unit: string) => {
    const number = numbers.get(unit) ?? numbers.size;
    numbers.set(unit, number);
    return number;
  };
  return [Int32Array.from(from, assignNumber), Int32Array.from(to, assignNumber)];
}

/**
 * Computes only the cells within `reach` of the diagonal. The result is exact if it does not exceed `reach`, because a
 * path outside these cells has more edits (Ukkonen 1985). Otherwise `reach` is doubled.
 */
function countEditsBetween(from: Int32Array, to: Int32Array): number {
  for (let reach = Math.max(64, 2 * computeLowerBound(from, to)); ; reach *= 2) {
    const edits = countEditsWithin(from, to, reach);
    if (edits <= reach) return edits;
  }
}

/** Returns a lower bound of the edits: the units of the longer text that the other text lacks, regardless of order. */
function computeLowerBound(from: Int32Array, to: Int32Array): number {
  const counts = new Int32Array(from.length + to.length);
  for (const unit of from) counts[unit]!++;
  const common = to.reduce((sum, unit) => (counts[unit]!-- > 0 ? sum + 1 : sum), 0);
  return Math.max(from.length, to.length) - common;
}

/** Number of table rows that one integer represents. */
const blockRows = 32;

/**
 * Computes 32 rows of the table at a time, as bits that encode whether a cell is one more or one less than the cell
 * above (Myers 1999, section 4). Cells beyond the reach are never less than in the full table.
 */
function countEditsWithin(from: Int32Array, to: Int32Array, reach: number): number {
  /** The rows of the block in which each unit occurs, as bits. */
  const rowsByUnit = new Int32Array(from.length + to.length);
  /** The difference between each cell of the row above the block and its left neighbour. */
  const steps = new Int8Array(to.length).fill(1);
  /** The cell above the first column of the block. */
  let edits = 0;
  let firstColumn = 0;
  for (let row = 0; row < from.length; row += blockRows) {
    const block = from.subarray(row, row + blockRows);
    for (const [index, unit] of block.entries()) rowsByUnit[unit]! |= 1 << index;
    const start = Math.max(0, row - reach);
    for (; firstColumn < start; firstColumn++) edits += steps[firstColumn]!;
    advanceBlock(
      rowsByUnit,
      1 << (block.length - 1),
      to,
      steps,
      start,
      Math.min(to.length, row + block.length + reach),
    );
    edits += block.length;
    for (const unit of block) rowsByUnit[unit] = 0;
  }
  return steps.subarray(firstColumn).reduce((sum, step) => sum + step, edits);
}

/** Replaces the steps of the row above a block by those of its last row, in the columns from `start` to `end`. */
function advanceBlock(
  rowsByUnit: Int32Array,
  lastRow: number,
  to: Int32Array,
  steps: Int8Array,
  start: number,
  end: number,
): void {
  // Myers' Pv and Mv: rows whose cell is one more, or one less, than the cell above.
  let [verticalPlus, verticalMinus] = [-1, 0];
  for (let column = start; column < end; column++) {
    const step = steps[column]!;
    const equalRows = rowsByUnit[to[column]!]!;
    const verticalMatches = equalRows | verticalMinus;
    const matches = step < 0 ? equalRows | 1 : equalRows;
    const horizontalMatches = (((matches & verticalPlus) + verticalPlus) ^ verticalPlus) | matches;
    // Ph and Mh: rows whose cell is one more, or one less, than its left neighbour.
    let horizontalPlus = verticalMinus | ~(horizontalMatches | verticalPlus);
    let horizontalMinus = verticalPlus & horizontalMatches;
    steps[column] = horizontalPlus & lastRow ? 1 : horizontalMinus & lastRow ? -1 : 0;
    horizontalPlus = (horizontalPlus << 1) | (step > 0 ? 1 : 0);
    horizontalMinus = (horizontalMinus << 1) | (step < 0 ? 1 : 0);
    verticalPlus = horizontalMinus | ~(verticalMatches | horizontalPlus);
    verticalMinus = horizontalPlus & verticalMatches;
  }
}

/** Returns the length of the common prefix. */
function countCommonPrefix(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** Returns the length of the common suffix after the prefix of length `start`. */
function countCommonSuffix(a: readonly string[], b: readonly string[], start: number): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) - start && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

/** Returns the minimum number of insertions, deletions and substitutions of code points. */
export function computeEditDistance(from: string, to: string): number {
  return countEdits([...from], [...to]).edits;
}

/**
 * Computes the character error rate of one text: edits divided by the code points of the reference. It can exceed 1.
 * For an empty reference it is the number of characters.
 */
export function computeCharacterErrorRate(hypothesis: string, reference: string): number {
  return computeEditDistance(reference, hypothesis) / Math.max(1, [...reference].length);
}
