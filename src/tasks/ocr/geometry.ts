export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Four corners of a line of text, clockwise from its top left, in pixels. */
export type Quad = readonly [Point, Point, Point, Point];

export function measureDistance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function measureArea(points: readonly Point[]): number {
  const twice = points.reduce((sum, { x, y }, index) => {
    const next = points[(index + 1) % points.length]!;
    return sum + x * next.y - next.x * y;
  }, 0);
  return Math.abs(twice) / 2;
}

export function measurePerimeter(points: readonly Point[]): number {
  return points.reduce((sum, point, index) => sum + measureDistance(point, points[(index + 1) % points.length]!), 0);
}

/** The convex hull without collinear points, by Andrew's monotone chain. */
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
 * The rectangle of minimum area around all points: one of its sides is on a side of the hull. `null` if the points are
 * collinear.
 */
export function findMinAreaRectangle(points: readonly Point[]): { quad: Quad; shortSide: number } | null {
  const hull = findConvexHull(points);
  if (hull.length < 3) return null;
  let best: { corners: Point[]; area: number; shortSide: number } | null = null;
  for (const [index, start] of hull.entries()) {
    const end = hull[(index + 1) % hull.length]!;
    const length = measureDistance(start, end);
    const along = { x: (end.x - start.x) / length, y: (end.y - start.y) / length };
    const [minU, maxU] = measureExtent(hull, ({ x, y }) => x * along.x + y * along.y);
    const [minV, maxV] = measureExtent(hull, ({ x, y }) => y * along.x - x * along.y);
    const [width, height] = [maxU - minU, maxV - minV];
    if (best && width * height >= best.area) continue;
    const toCorner = (u: number, v: number) => ({ x: u * along.x - v * along.y, y: u * along.y + v * along.x });
    const corners = [toCorner(minU, minV), toCorner(maxU, minV), toCorner(maxU, maxV), toCorner(minU, maxV)];
    best = { corners, area: width * height, shortSide: Math.min(width, height) };
  }
  return best && { quad: fromTopLeft(best.corners), shortSide: best.shortSide };
}

function measureExtent(points: readonly Point[], of: (point: Point) => number): [min: number, max: number] {
  const values = points.map(of);
  return [Math.min(...values), Math.max(...values)];
}

/**
 * Corners in PP-OCR's order: of the two at the left the upper, of the two at the right the upper, the lower, the other.
 */
export function fromTopLeft(corners: readonly Point[]): Quad {
  const [a, b, c, d] = corners.toSorted((a, b) => a.x - b.x) as [Point, Point, Point, Point];
  const [topLeft, bottomLeft] = b.y > a.y ? [a, b] : [b, a];
  const [topRight, bottomRight] = d.y > c.y ? [c, d] : [d, c];
  return [topLeft, topRight, bottomRight, bottomLeft];
}
