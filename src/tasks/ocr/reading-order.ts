import { computeDistance, type Point, type Quad } from './geometry.ts';

/** A piece of text with its position, and whether it is upside down. */
export interface PositionedBox {
  readonly quad: Quad;
  readonly upsideDown: boolean;
}

/** A piece in the axes of the page: x along its lines, y across them. */
interface LocatedPiece<T> {
  readonly piece: T;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Row<T> = readonly LocatedPiece<T>[];

// Heuristic: columns contain prose, so each has several long lines. A table or a receipt is read row by row.
const minColumnRows = 3;
const minProseAspect = 5;

/**
 * Sorts pieces into rows in reading order: from the top, left to right, and column by column if the page has columns.
 */
export function sortByReadingOrder<T extends PositionedBox>(pieces: readonly T[]): T[][] {
  const located = pieces.map((piece) => locate(piece, estimatePageAngle(pieces)));
  return orderByColumns(groupIntoRows(located)).map((row) => row.map(({ piece }) => piece));
}

/** Estimates the angle of the page in radians from the upper sides of the pieces, weighted by length. */
function estimatePageAngle(pieces: readonly PositionedBox[]): number {
  let [x, y] = [0, 0];
  for (const { quad, upsideDown } of pieces) {
    const [start, end] = [quad[0], quad[1]];
    if (computeDistance(start, end) < computeDistance(start, quad[3])) continue;
    const sign = upsideDown ? -1 : 1;
    x += sign * (end.x - start.x);
    y += sign * (end.y - start.y);
  }
  return Math.atan2(y, x);
}

/** Computes the bounds of a piece in the axes of the page; a vertical piece counts as a square at its upper end. */
function locate<T extends PositionedBox>(piece: T, angle: number): LocatedPiece<T> {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const rotated = piece.quad.map(({ x, y }): Point => ({ x: x * cos + y * sin, y: y * cos - x * sin }));
  const [xs, ys] = [rotated.map(({ x }) => x), rotated.map(({ y }) => y)];
  const [left, right, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys)];
  return { piece, left, right, top, bottom: Math.min(Math.max(...ys), top + right - left) };
}

/**
 * Groups pieces into rows, from the top. Two pieces share a row if the middle of each is within the height of the
 * other; a piece is compared with the last one of the row.
 */
function groupIntoRows<T>(pieces: readonly LocatedPiece<T>[]): Row<T>[] {
  const rows: LocatedPiece<T>[][] = [];
  for (const piece of pieces.toSorted((a, b) => computeMiddle(a) - computeMiddle(b))) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    if (row && last && isWithin(computeMiddle(piece), last) && isWithin(computeMiddle(last), piece)) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => row.toSorted((a, b) => a.left - b.left));
}

function computeMiddle({ top, bottom }: { top: number; bottom: number }): number {
  return (top + bottom) / 2;
}

function isWithin(y: number, { top, bottom }: { top: number; bottom: number }): boolean {
  return y > top && y < bottom;
}

/** Reads the longest run of rows that has columns column by column, and continues with the rows above and below it. */
function orderByColumns<T>(rows: readonly Row<T>[]): Row<T>[] {
  for (let length = rows.length; length >= minColumnRows; length--)
    for (let start = 0; start + length <= rows.length; start++) {
      const columns = splitIntoColumns(rows.slice(start, start + length));
      if (!columns) continue;
      const [above, below] = [rows.slice(0, start), rows.slice(start + length)];
      return [...orderByColumns(above), ...columns.flatMap(orderByColumns), ...orderByColumns(below)];
    }
  return [...rows];
}

/**
 * Splits rows at the first gutter between columns of prose, which is at least half a line wide.
 * @returns the rows to the left and right; `null` if there is no gutter
 */
function splitIntoColumns<T>(rows: readonly Row<T>[]): [Row<T>[], Row<T>[]] | null {
  const pieces = rows.flat().toSorted((a, b) => a.left - b.left);
  let maxRight = -Infinity;
  for (const [index, { left, top, bottom }] of pieces.entries()) {
    if (index > 0 && left - maxRight >= (bottom - top) / 2) {
      const sides = [pieces.slice(0, index), pieces.slice(index)].map(groupIntoRows);
      if (sides.every(isProse)) return sides as [Row<T>[], Row<T>[]];
    }
    maxRight = Math.max(maxRight, pieces[index]!.right);
  }
  return null;
}

function isProse<T>(rows: readonly Row<T>[]): boolean {
  const aspects = rows.map((row) => (row.at(-1)!.right - row[0]!.left) / (row[0]!.bottom - row[0]!.top));
  const median = aspects.toSorted((a, b) => a - b)[Math.floor(aspects.length / 2)];
  return rows.length >= minColumnRows && median! >= minProseAspect;
}
