/** Bytes `[start, end)` of a file. */
export type Range = readonly [start: number, end: number];

/** Adds a range, and returns sorted ranges in which adjacent and overlapping ones are merged. */
export function addRange(ranges: readonly Range[], added: Range): Range[] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...ranges, added].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** Lists the gaps between `ranges` in `[0, size)`, in order, divided into ranges of at most `rangeBytes`. */
export function listMissingRanges(ranges: readonly Range[], size: number, rangeBytes: number): Range[] {
  const parts: Range[] = [];
  let index = 0;
  for (const [start, end] of [...ranges, [size, size] as const]) {
    for (; index < start; index = Math.min(start, index + rangeBytes))
      parts.push([index, Math.min(start, index + rangeBytes)]);
    index = Math.max(index, end);
  }
  return parts;
}

export function countCoveredBytes(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** Returns the end of the contiguous range that starts at 0. */
export function findContiguousEnd(ranges: readonly Range[]): number {
  const [first] = ranges;
  return first && first[0] === 0 ? first[1] : 0;
}
