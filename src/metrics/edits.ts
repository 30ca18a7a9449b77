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
 */
export function countEdits(reference: readonly string[], hypothesis: readonly string[]): Edits {
  const start = commonStart(reference, hypothesis);
  const end = commonEnd(reference, hypothesis, start);
  const from = reference.slice(start, reference.length - end);
  const to = hypothesis.slice(start, hypothesis.length - end);
  // One row of the table of distances at a time, and the substitutions on the path to each cell.
  let above = {
    edits: Int32Array.from({ length: to.length + 1 }, (_, column) => column),
    substitutions: new Int32Array(to.length + 1),
  };
  for (const [row, unit] of from.entries()) {
    const edits = new Int32Array(to.length + 1);
    const substitutions = new Int32Array(to.length + 1);
    edits[0] = row + 1;
    for (let column = 1; column <= to.length; column++) {
      const isSame = unit === to[column - 1];
      const [diagonal, up, left] = [above.edits[column - 1]!, above.edits[column]!, edits[column - 1]!];
      edits[column] = Math.min(diagonal + (isSame ? 0 : 1), up + 1, left + 1);
      if (edits[column] === up + 1) substitutions[column] = above.substitutions[column]!;
      else if (left === diagonal - 1) substitutions[column] = substitutions[column - 1]!;
      else substitutions[column] = above.substitutions[column - 1]! + (isSame ? 0 : 1);
    }
    above = { edits, substitutions };
  }
  const substitutions = above.substitutions.at(-1)!;
  const others = above.edits.at(-1)! - substitutions;
  const surplus = to.length - from.length;
  return {
    substitutions,
    deletions: (others - surplus) / 2,
    insertions: (others + surplus) / 2,
    length: reference.length,
  };
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
