/**
 * Assigns rows to columns so that the sum of costs is minimal, where an unassigned row costs `maxCost`. This is the
 * Hungarian algorithm with potentials (Kuhn 1955, Munkres 1957), which takes rows² × columns steps.
 * @param costs one array per row, all of the same length
 * @returns pairs whose cost is at most `maxCost`, in the order of rows
 */
export function solveAssignment(
  costs: readonly (readonly number[])[],
  maxCost: number,
): [row: number, column: number][] {
  const rowCount = costs.length;
  const realColumns = costs[0]?.length ?? 0;
  if (rowCount === 0 || realColumns === 0) return [];
  // Each row also gets a column of its own that costs `maxCost`, so that it can stay unassigned.
  const columnCount = realColumns + rowCount;
  const getCost = (row: number, column: number) => {
    const value = column < realColumns ? costs[row]![column]! : maxCost;
    return value > maxCost ? 2 * maxCost + 1 : value;
  };
  const rowPotential = new Float64Array(rowCount + 1);
  const columnPotential = new Float64Array(columnCount + 1);
  /** The row of each column, from 1; 0 if it has none. Column 0 is the start of each search. */
  const rowByColumn = new Int32Array(columnCount + 1);
  for (let row = 1; row <= rowCount; row++) {
    rowByColumn[0] = row;
    const path = findAugmentingPath(rowByColumn, columnCount, rowPotential, columnPotential, getCost);
    let column = path.end;
    while (column !== 0) {
      const previousColumn = path.previousColumns[column]!;
      rowByColumn[column] = rowByColumn[previousColumn]!;
      column = previousColumn;
    }
  }
  const pairs: [number, number][] = [];
  for (let column = 1; column <= realColumns; column++) {
    const row = rowByColumn[column]! - 1;
    if (row >= 0 && costs[row]![column - 1]! <= maxCost) pairs.push([row, column - 1]);
  }
  return pairs.toSorted(([a], [b]) => a - b);
}

/** Finds the cheapest path from column 0 to an unassigned column: `end`, and the previous column of every column. */
function findAugmentingPath(
  rowByColumn: Int32Array,
  columnCount: number,
  rowPotential: Float64Array,
  columnPotential: Float64Array,
  getCost: (row: number, column: number) => number,
) {
  const minReducedCosts = new Float64Array(columnCount + 1).fill(Infinity);
  const previousColumns = new Int32Array(columnCount + 1);
  const isVisited = new Uint8Array(columnCount + 1);
  let current = 0;
  do {
    isVisited[current] = 1;
    const row = rowByColumn[current]!;
    let [step, next] = [Infinity, 0];
    for (let column = 1; column <= columnCount; column++) {
      if (isVisited[column]) continue;
      const reduced = getCost(row - 1, column - 1) - rowPotential[row]! - columnPotential[column]!;
      if (reduced < minReducedCosts[column]!) {
        minReducedCosts[column] = reduced;
        previousColumns[column] = current;
      }
      if (minReducedCosts[column]! < step) [step, next] = [minReducedCosts[column]!, column];
    }
    for (let column = 0; column <= columnCount; column++) {
      if (isVisited[column]) {
        rowPotential[rowByColumn[column]!]! += step;
        columnPotential[column]! -= step;
      } else minReducedCosts[column]! -= step;
    }
    current = next;
  } while (rowByColumn[current] !== 0);
  return { end: current, previousColumns };
}
