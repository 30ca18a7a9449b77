import { createSeededRandom } from '#core/random.ts';
import type { InputImage } from '#core/task/task.ts';
import { createSyntheticImage } from '#tasks/synthetic-image.fixture.ts';

type Point = readonly [x: number, y: number];
type Stroke = readonly Point[];

/** Lists points on an elliptical arc; angles in degrees, clockwise from the right. */
function listArcPoints([x, y]: Point, [radiusX, radiusY]: Point, from: number, to: number): Point[] {
  return Array.from({ length: 25 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / 24) * Math.PI) / 180;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)] as const;
  });
}

// prettier-ignore
/** The strokes of each digit in a unit square, with x to the right and y down. */
const glyphs: readonly (readonly Stroke[])[] = [
  [listArcPoints([0.5, 0.5], [0.25, 0.4], -90, 270)],
  [[[0.4, 0.25], [0.53, 0.1], [0.53, 0.9]]],
  [[...listArcPoints([0.5, 0.33], [0.24, 0.23], -170, 30), [0.28, 0.9], [0.78, 0.9]]],
  [[...listArcPoints([0.48, 0.3], [0.23, 0.2], -150, 90), ...listArcPoints([0.48, 0.7], [0.27, 0.2], -90, 150)]],
  [[[0.55, 0.1], [0.22, 0.6], [0.8, 0.6]], [[0.62, 0.35], [0.62, 0.92]]],
  [[[0.75, 0.1], [0.35, 0.1], [0.31, 0.45], ...listArcPoints([0.48, 0.65], [0.27, 0.25], -110, 140)]],
  [[[0.65, 0.1], [0.38, 0.35], ...listArcPoints([0.5, 0.68], [0.23, 0.22], 180, 540)]],
  [[[0.22, 0.12], [0.78, 0.12], [0.42, 0.92]]],
  [[...listArcPoints([0.5, 0.3], [0.2, 0.19], 90, 450), ...listArcPoints([0.5, 0.7], [0.25, 0.21], -90, 270)]],
  [[...listArcPoints([0.5, 0.33], [0.22, 0.23], 0, 360), [0.7, 0.5], [0.62, 0.9]]],
];

/** Side of a drawing in pixels. */
export const drawingSide = 280;

/** Draws a digit as if with a pen on white paper; `seed` determines its size, slant, rotation and position. */
export function drawDigit(digit: number, seed: number): InputImage {
  const random = createSeededRandom(seed * 10 + digit);
  const drawWithin = (limit: number) => (random() * 2 - 1) * limit;
  const [size, slant, rotation] = [drawingSide * (0.6 + drawWithin(0.2)), drawWithin(0.2), drawWithin(0.15)];
  const [middleX, middleY] = [drawingSide / 2 + drawWithin(30), drawingSide / 2 + drawWithin(30)];
  const penRadius = 8 + drawWithin(3);
  const strokes = glyphs[digit]!.map((stroke) =>
    stroke.map(([x, y]): Point => {
      const [dx, dy] = [(x - 0.5) * size, (y - 0.5) * size];
      return [middleX + dx - (slant + rotation) * dy, middleY + dy + rotation * dx];
    }),
  );
  const distances = computeDistances(strokes, penRadius + 1);
  return createSyntheticImage(drawingSide, drawingSide, (x, y) => {
    const distance = distances[Math.floor(y) * drawingSide + Math.floor(x)]!;
    const grey = 255 * (1 - Math.min(1, Math.max(0, penRadius + 0.5 - distance)));
    return [grey, grey, grey, 255];
  });
}

/**
 * Computes the distance from the centre of each pixel to the nearest stroke, in pixels; may be Infinity if it exceeds
 * `maxDistance`.
 */
function computeDistances(strokes: readonly Stroke[], maxDistance: number): Float64Array {
  const distances = new Float64Array(drawingSide * drawingSide).fill(Infinity);
  const findPixelRange = (from: number, to: number) => ({
    first: Math.max(0, Math.floor(Math.min(from, to) - maxDistance)),
    last: Math.min(drawingSide - 1, Math.ceil(Math.max(from, to) + maxDistance)),
  });
  for (const stroke of strokes)
    for (const [index, to] of stroke.slice(1).entries()) {
      const from = stroke[index]!;
      const [columns, rows] = [findPixelRange(from[0], to[0]), findPixelRange(from[1], to[1])];
      for (let row = rows.first; row <= rows.last; row++)
        for (let column = columns.first; column <= columns.last; column++) {
          const index = row * drawingSide + column;
          distances[index] = Math.min(distances[index]!, computeDistanceToSegment([column + 0.5, row + 0.5], from, to));
        }
    }
  return distances;
}

function computeDistanceToSegment([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const fraction = ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX * alongX + alongY * alongY || 1);
  const nearest = Math.min(1, Math.max(0, fraction));
  return Math.hypot(x - fromX - nearest * alongX, y - fromY - nearest * alongY);
}
