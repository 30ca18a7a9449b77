/** The edits that turn a reference into a hypothesis. */
export interface Edits {
  /** The least number of substitutions, deletions and insertions (Levenshtein 1966). */
  readonly edits: number;
  /** Words or characters of the reference. */
  readonly length: number;
}

/** The time is in proportion to the length times the number of edits, divided by 32. */
export function countEdits(reference: readonly string[], hypothesis: readonly string[]): Edits {
  const start = countCommonStart(reference, hypothesis);
  const end = countCommonEnd(reference, hypothesis, start);
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
 * The distance, by the cells of its table that are at most `reach` from the diagonal: exact if the result is no more than
 * `reach`, because a path that leaves them has more edits (Ukkonen 1985). Otherwise with twice the reach.
 */
function countEditsBetween(from: Int32Array, to: Int32Array): number {
  for (let reach = Math.max(64, 2 * boundEditsBelow(from, to)); ; reach *= 2) {
    const edits = countEditsWithin(from, to, reach);
    if (edits <= reach) return edits;
  }
}

/** No alignment has fewer edits: the units of the longer text that the other one does not have, in any order. */
function boundEditsBelow(from: Int32Array, to: Int32Array): number {
  const counts = new Int32Array(from.length + to.length);
  for (const unit of from) counts[unit]!++;
  const common = to.reduce((sum, unit) => (counts[unit]!-- > 0 ? sum + 1 : sum), 0);
  return Math.max(from.length, to.length) - common;
}

/** Rows of the table that one integer has. */
const blockRows = 32;

/**
 * 32 rows of the table at a time, as bits that say where a cell is one more or less than the cell above it (Myers 1999,
 * section 4). Cells beyond the reach are never less than in the whole table.
 */
function countEditsWithin(from: Int32Array, to: Int32Array, reach: number): number {
  /** Rows of the block where the reference has each unit. */
  const rowsByUnit = new Int32Array(from.length + to.length);
  /** The difference of each cell of the row above the block to its left neighbour. */
  const steps = new Int8Array(to.length).fill(1);
  /** The cell above the first column of the block. */
  let edits = 0;
  let first = 0;
  for (let row = 0; row < from.length; row += blockRows) {
    const block = from.subarray(row, row + blockRows);
    for (const [index, unit] of block.entries()) rowsByUnit[unit]! |= 1 << index;
    const start = Math.max(0, row - reach);
    for (; first < start; first++) edits += steps[first]!;
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
  return steps.subarray(first).reduce((sum, step) => sum + step, edits);
}

/** Replaces the steps of the row above a block by the steps of its last row, in the columns from `start` to `end`. */
function advanceBlock(
  rowsOf: Int32Array,
  lastRow: number,
  to: Int32Array,
  steps: Int8Array,
  start: number,
  end: number,
): void {
  // Rows whose cell is one more than the cell above, and one less.
  let [more, less] = [-1, 0];
  for (let column = start; column < end; column++) {
    const step = steps[column]!;
    const same = rowsOf[to[column]!]!;
    const keeps = same | less;
    const matches = step < 0 ? same | 1 : same;
    const reaches = (((matches & more) + more) ^ more) | matches;
    // Rows whose cell is one more than its left neighbour, and one less.
    let right = less | ~(reaches | more);
    let wrong = more & reaches;
    steps[column] = right & lastRow ? 1 : wrong & lastRow ? -1 : 0;
    right = (right << 1) | (step > 0 ? 1 : 0);
    wrong = (wrong << 1) | (step < 0 ? 1 : 0);
    more = wrong | ~(keeps | right);
    less = right & keeps;
  }
}

/** The length of the part that both have at the start. */
function countCommonStart(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** The length of the part that both have at the end, after `start`. */
function countCommonEnd(a: readonly string[], b: readonly string[], start: number): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) - start && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

/** The minimum of insertions, deletions and substitutions of code points. */
export function computeEditDistance(from: string, to: string): number {
  return countEdits([...from], [...to]).edits;
}

/**
 * Character error rate of one text: edits over the code points of the truth. 0 is perfect; it exceeds 1 if much text is
 * recognised that does not exist. For an empty truth, it is the number of characters.
 */
export function computeCharacterErrorRate(actual: string, truth: string): number {
  return computeEditDistance(truth, actual) / Math.max(1, [...truth].length);
}
