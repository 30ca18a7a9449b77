import { measureDistance, type Point, type Quad } from './geometry.ts';

/** A piece of text with its position, and whether it is upside down. */
export interface PositionedBox {
  readonly quad: Quad;
  readonly upsideDown: boolean;
}

/** A piece in the page's own axes: x along the lines, y down them. */
interface Located<T> {
  readonly piece: T;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Row<T> = readonly Located<T>[];

// Heuristic: columns contain prose, so each has several long lines. A table or a receipt is read row by row.
const minColumnRows = 3;
const minProseAspect = 5;

/** Rows of pieces in reading order: down the page, left to right, and column by column if the page has columns. */
export function sortByReadingOrder<T extends PositionedBox>(pieces: readonly T[]): T[][] {
  const located = pieces.map((piece) => locate(piece, estimatePageAngle(pieces)));
  return orderByColumns(groupIntoRows(located)).map((row) => row.map(({ piece }) => piece));
}

/** The dominant angle of the text, in radians, from the upper sides of the pieces, weighted by length. */
function estimatePageAngle(pieces: readonly PositionedBox[]): number {
  let [x, y] = [0, 0];
  for (const { quad, upsideDown } of pieces) {
    const [start, end] = [quad[0], quad[1]];
    if (measureDistance(start, end) < measureDistance(start, quad[3])) continue;
    const sign = upsideDown ? -1 : 1;
    x += sign * (end.x - start.x);
    y += sign * (end.y - start.y);
  }
  return Math.atan2(y, x);
}

/** A vertical piece is treated as a square at its upper end. */
function locate<T extends PositionedBox>(piece: T, angle: number): Located<T> {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned = piece.quad.map(({ x, y }): Point => ({ x: x * cos + y * sin, y: y * cos - x * sin }));
  const [xs, ys] = [turned.map(({ x }) => x), turned.map(({ y }) => y)];
  const [left, right, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys)];
  return { piece, left, right, top, bottom: Math.min(Math.max(...ys), top + right - left) };
}

/**
 * Pieces share a row if the middle of each is within the height of the other; a new piece is compared with the row's
 * last one.
 */
function groupIntoRows<T>(pieces: readonly Located<T>[]): Row<T>[] {
  const rows: Located<T>[][] = [];
  for (const piece of pieces.toSorted((a, b) => getMiddle(a) - getMiddle(b))) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    if (row && last && isWithin(getMiddle(piece), last) && isWithin(getMiddle(last), piece)) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => row.toSorted((a, b) => a.left - b.left));
}

function getMiddle({ top, bottom }: { top: number; bottom: number }): number {
  return (top + bottom) / 2;
}

function isWithin(y: number, { top, bottom }: { top: number; bottom: number }): boolean {
  return y > top && y < bottom;
}

/** The longest run of rows that a gutter divides is read column by column; and so are the rows above and below it. */
function orderByColumns<T>(rows: readonly Row<T>[]): Row<T>[] {
  for (let length = rows.length; length >= minColumnRows; length--)
    for (let start = 0; start + length <= rows.length; start++) {
      const columns = divide(rows.slice(start, start + length));
      if (!columns) continue;
      const [above, below] = [rows.slice(0, start), rows.slice(start + length)];
      return [...orderByColumns(above), ...columns.flatMap(orderByColumns), ...orderByColumns(below)];
    }
  return [...rows];
}

/**
 * The rows left and right of the first gutter, at least half a line wide, between columns of prose; `null` if there is
 * none.
 */
function divide<T>(rows: readonly Row<T>[]): [Row<T>[], Row<T>[]] | null {
  const pieces = rows.flat().toSorted((a, b) => a.left - b.left);
  let reach = -Infinity;
  for (const [index, { left, top, bottom }] of pieces.entries()) {
    if (index > 0 && left - reach >= (bottom - top) / 2) {
      const sides = [pieces.slice(0, index), pieces.slice(index)].map(groupIntoRows);
      if (sides.every(isProse)) return sides as [Row<T>[], Row<T>[]];
    }
    reach = Math.max(reach, pieces[index]!.right);
  }
  return null;
}

function isProse<T>(rows: readonly Row<T>[]): boolean {
  const aspects = rows.map((row) => (row.at(-1)!.right - row[0]!.left) / (row[0]!.bottom - row[0]!.top));
  const median = aspects.toSorted((a, b) => a - b)[Math.floor(aspects.length / 2)];
  return rows.length >= minColumnRows && median! >= minProseAspect;
}
