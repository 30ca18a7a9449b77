/** One output grid of a detector, row-major; a cell is `stride` pixels wide. */
export interface PyramidLevel {
  readonly stride: number;
  readonly columns: number;
  readonly cells: number;
  /** Number of cells in the previous levels. */
  readonly firstCell: number;
}

/** Lists the three levels of YOLO-like models for a square input, from the finest to the coarsest. */
export function listPyramidLevels(side: number): readonly PyramidLevel[] {
  let firstCell = 0;
  return [8, 16, 32].map((stride) => {
    const columns = side / stride;
    const level = { stride, columns, cells: columns * columns, firstCell };
    firstCell += level.cells;
    return level;
  });
}

export function countCells(side: number): number {
  return listPyramidLevels(side).reduce((sum, { cells }) => sum + cells, 0);
}
