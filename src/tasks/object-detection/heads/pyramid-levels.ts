/** One of a detector's output grids: cells of `stride` pixels, row-major. */
export interface Level {
  readonly stride: number;
  readonly columns: number;
  readonly cells: number;
  /** Number of cells in the previous levels. */
  readonly start: number;
}

/** The three levels of YOLO-like models for a square input, finest first. */
export function listPyramidLevels(side: number): readonly Level[] {
  let start = 0;
  return [8, 16, 32].map((stride) => {
    const columns = side / stride;
    const level = { stride, columns, cells: columns * columns, start };
    start += level.cells;
    return level;
  });
}

export function countCells(side: number): number {
  return listPyramidLevels(side).reduce((sum, { cells }) => sum + cells, 0);
}
