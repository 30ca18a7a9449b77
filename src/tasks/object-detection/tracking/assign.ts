/**
 * Assigns rows to columns so that the sum of costs is minimal, where a row without a column costs `maxCost`: the Hungarian
 * method with potentials (Kuhn 1955, Munkres 1957), in rows² × columns steps.
 * @param costs one array per row, all of the same length
 * @returns pairs whose cost is at most `maxCost`, in the order of rows
 */
export function assign(costs: readonly (readonly number[])[], maxCost: number): [row: number, column: number][] {
  const rows = costs.length;
  const given = costs[0]?.length ?? 0;
  if (rows === 0 || given === 0) return [];
  // A column of its own for each row, so that a row is not forced into a bad pair.
  const columns = given + rows;
  const cost = (row: number, column: number) => {
    const value = column < given ? costs[row]![column]! : maxCost;
    return value > maxCost ? 2 * maxCost + 1 : value;
  };
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  /** The row of each column, from 1; 0 if it has none. Column 0 is the start of each search. */
  const rowByColumn = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowByColumn[0] = row;
    const previous = findAugmentingPath(rowByColumn, columns, rowPotential, columnPotential, cost);
    let column = previous.end;
    while (column !== 0) {
      const before = previous.columns[column]!;
      rowByColumn[column] = rowByColumn[before]!;
      column = before;
    }
  }
  const pairs: [number, number][] = [];
  for (let column = 1; column <= given; column++) {
    const row = rowByColumn[column]! - 1;
    if (row >= 0 && costs[row]![column - 1]! <= maxCost) pairs.push([row, column - 1]);
  }
  return pairs.toSorted(([a], [b]) => a - b);
}

/** The cheapest way from the row of column 0 to a free column: that column, and for each column the one before it. */
function findAugmentingPath(
  rowByColumn: Int32Array,
  columns: number,
  rowPotential: Float64Array,
  columnPotential: Float64Array,
  cost: (row: number, column: number) => number,
) {
  const least = new Float64Array(columns + 1).fill(Infinity);
  const before = new Int32Array(columns + 1);
  const isVisited = new Uint8Array(columns + 1);
  let current = 0;
  do {
    isVisited[current] = 1;
    const row = rowByColumn[current]!;
    let [step, next] = [Infinity, 0];
    for (let column = 1; column <= columns; column++) {
      if (isVisited[column]) continue;
      const reduced = cost(row - 1, column - 1) - rowPotential[row]! - columnPotential[column]!;
      if (reduced < least[column]!) {
        least[column] = reduced;
        before[column] = current;
      }
      if (least[column]! < step) [step, next] = [least[column]!, column];
    }
    for (let column = 0; column <= columns; column++) {
      if (isVisited[column]) {
        rowPotential[rowByColumn[column]!]! += step;
        columnPotential[column]! -= step;
      } else least[column]! -= step;
    }
    current = next;
  } while (rowByColumn[current] !== 0);
  return { end: current, columns: before };
}
