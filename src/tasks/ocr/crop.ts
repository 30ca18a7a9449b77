import { measureDistance, type Point, type Quad } from './geometry.ts';
import { createPixelBlock, rotate90CounterClockwise, type PixelBlock } from './pixel-block.ts';

/** A crop with at least this ratio of height to width is a vertical line (RapidOCR's number). */
const minUprightRatio = 1.5;
/** OpenCV's parameter of cubic convolution (Keys, 1981). */
const sharpness = -0.75;

/** The line of text in the quad, straightened; a tall and narrow one is rotated 90° counterclockwise, so that its right side is at the top. */
export function crop(image: PixelBlock, quad: Quad): PixelBlock {
  const [topLeft, topRight, bottomRight, bottomLeft] = quad;
  const width = Math.max(
    1,
    Math.trunc(Math.max(measureDistance(topLeft, topRight), measureDistance(bottomLeft, bottomRight))),
  );
  const height = Math.max(
    1,
    Math.trunc(Math.max(measureDistance(topLeft, bottomLeft), measureDistance(topRight, bottomRight))),
  );
  const toImage = solveProjection(quad);
  const result = createPixelBlock(width, height);
  for (let row = 0, to = 0; row < height; row++)
    for (let column = 0; column < width; column++, to += 4)
      sample(image, toImage(column / width, row / height), result.rgba, to);
  return height >= minUprightRatio * width ? rotate90CounterClockwise(result) : result;
}

/**
 * The projective map from the unit square's corners (0,0), (1,0), (1,1), (0,1) to those of the quad (Heckbert,
 * "Fundamentals of texture mapping and image warping", 1989, section 2.2.3).
 */
function solveProjection([a, b, c, d]: Quad): (u: number, v: number) => Point {
  const sum = { x: a.x - b.x + c.x - d.x, y: a.y - b.y + c.y - d.y };
  const [right, lower] = [
    { x: b.x - c.x, y: b.y - c.y },
    { x: d.x - c.x, y: d.y - c.y },
  ];
  const determinant = right.x * lower.y - lower.x * right.y;
  const g = (sum.x * lower.y - lower.x * sum.y) / determinant;
  const h = (right.x * sum.y - sum.x * right.y) / determinant;
  return (u, v) => {
    const w = g * u + h * v + 1;
    return {
      x: ((b.x - a.x + g * b.x) * u + (d.x - a.x + h * d.x) * v + a.x) / w,
      y: ((b.y - a.y + g * b.y) * u + (d.y - a.y + h * d.y) * v + a.y) / w,
    };
  };
}

/** Writes the colour at a point of the image, by cubic convolution over 4 x 4 pixels, the border repeated. */
function sample({ width, height, rgba }: PixelBlock, { x, y }: Point, into: Uint8ClampedArray, to: number): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [computeCubicWeights(x - left), computeCubicWeights(y - top)];
  for (let channel = 0; channel < 4; channel++) {
    let sum = 0;
    for (let row = 0; row < 4; row++) {
      const start = Math.min(height - 1, Math.max(0, top - 1 + row)) * width;
      for (let column = 0; column < 4; column++) {
        const index = start + Math.min(width - 1, Math.max(0, left - 1 + column));
        sum += down[row]! * across[column]! * rgba[4 * index + channel]!;
      }
    }
    into[to + channel] = sum;
  }
}

/** The weights of the pixels at -1, 0, 1 and 2 for a point at `t` between 0 and 1. */
function computeCubicWeights(t: number): readonly [number, number, number, number] {
  const weighOuter = (d: number) => ((sharpness * d - 5 * sharpness) * d + 8 * sharpness) * d - 4 * sharpness;
  const weighInner = (d: number) => ((sharpness + 2) * d - (sharpness + 3)) * d * d + 1;
  return [weighOuter(t + 1), weighInner(t), weighInner(1 - t), weighOuter(2 - t)];
}
