import { computePerimeter, computeArea, type Point, type Quad } from './geometry.ts';

/** Maximum distance between an arc and its chords in pixels: Clipper's default. */
const arcTolerance = 0.25;

/**
 * Grows a quad outwards by area * ratio / perimeter (DB, https://arxiv.org/abs/1911.08947, section 3.5), with round
 * corners. RapidOCR's clipping library (Clipper 6) works on integers, so the corners are first truncated to whole
 * pixels, and the points of the arcs are rounded.
 */
export function unclip(quad: Quad, ratio: number): Point[] {
  const delta = (computeArea(quad) * ratio) / computePerimeter(quad);
  const corners = quad.map(({ x, y }) => ({ x: Math.trunc(x), y: Math.trunc(y) }));
  const normals = corners.map((corner, index) => computeNormal(corner, corners[(index + 1) % 4]!));
  const stepAngle = 2 * Math.acos(1 - Math.min(arcTolerance, delta / 4) / delta);
  return corners.flatMap((corner, index) => {
    const from = normals[(index + 3) % 4]!;
    const to = normals[index]!;
    const turn = Math.atan2(from.x * to.y - to.x * from.y, from.x * to.x + from.y * to.y);
    const steps = Math.max(1, Math.round(turn / stepAngle));
    const arc = Array.from({ length: steps }, (_, step) => rotatePoint(from, step * stepAngle));
    return [...arc, to].map((offset) => ({
      x: Math.round(corner.x + offset.x * delta),
      y: Math.round(corner.y + offset.y * delta),
    }));
  });
}

/** Computes the normal of a side, which points outwards if the corners are clockwise and y points down. */
function computeNormal(start: Point, end: Point): Point {
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  return { x: (end.y - start.y) / length, y: (start.x - end.x) / length };
}

function rotatePoint({ x, y }: Point, angle: number): Point {
  return { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
}
