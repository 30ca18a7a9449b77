/** A point in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Four corners of a line of text, clockwise from its top left, in pixels. */
export type Quad = readonly [Point, Point, Point, Point];

export function computeDistance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function computeArea(points: readonly Point[]): number {
  const doubleArea = points.reduce((sum, { x, y }, index) => {
    const next = points[(index + 1) % points.length]!;
    return sum + x * next.y - next.x * y;
  }, 0);
  return Math.abs(doubleArea) / 2;
}

export function computePerimeter(points: readonly Point[]): number {
  return points.reduce((sum, point, index) => sum + computeDistance(point, points[(index + 1) % points.length]!), 0);
}

/** Computes the convex hull without collinear points, by Andrew's monotone chain algorithm. */
export function findConvexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const findHalfHull = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && !turnsLeft(chain.at(-2)!, chain.at(-1)!, point)) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...findHalfHull(sorted), ...findHalfHull(sorted.toReversed())];
}

function turnsLeft(a: Point, b: Point, c: Point): boolean {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0;
}

/**
 * Finds the minimum-area rectangle around all points. One of its sides lies on a side of the convex hull.
 * @returns `null` if the points are collinear
 */
export function findMinAreaRectangle(points: readonly Point[]): { quad: Quad; shortSide: number } | null {
  const hull = findConvexHull(points);
  if (hull.length < 3) return null;
  let best: { corners: Point[]; area: number; shortSide: number } | null = null;
  for (const [index, start] of hull.entries()) {
    const end = hull[(index + 1) % hull.length]!;
    const length = computeDistance(start, end);
    const direction = { x: (end.x - start.x) / length, y: (end.y - start.y) / length };
    const [minU, maxU] = computeExtent(hull, ({ x, y }) => x * direction.x + y * direction.y);
    const [minV, maxV] = computeExtent(hull, ({ x, y }) => y * direction.x - x * direction.y);
    const [width, height] = [maxU - minU, maxV - minV];
    if (best && width * height >= best.area) continue;
    const toCorner = (u: number, v: number) => ({
      x: u * direction.x - v * direction.y,
      y: u * direction.y + v * direction.x,
    });
    const corners = [toCorner(minU, minV), toCorner(maxU, minV), toCorner(maxU, maxV), toCorner(minU, maxV)];
    best = { corners, area: width * height, shortSide: Math.min(width, height) };
  }
  return best && { quad: sortCorners(best.corners), shortSide: best.shortSide };
}

function computeExtent(points: readonly Point[], project: (point: Point) => number): [min: number, max: number] {
  const values = points.map(project);
  return [Math.min(...values), Math.max(...values)];
}

/** Sorts corners as PP-OCR does: the upper left, upper right, lower right, lower left, where two corners are left. */
export function sortCorners(corners: readonly Point[]): Quad {
  const [a, b, c, d] = corners.toSorted((a, b) => a.x - b.x) as [Point, Point, Point, Point];
  const [topLeft, bottomLeft] = b.y > a.y ? [a, b] : [b, a];
  const [topRight, bottomRight] = d.y > c.y ? [c, d] : [d, c];
  return [topLeft, topRight, bottomRight, bottomLeft];
}
