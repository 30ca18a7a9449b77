import { computeDistance, type Point, type Quad } from './geometry.ts';
import { createPixelBlock, rotate90CounterClockwise, type PixelBlock } from './pixel-block.ts';

/** A crop with at least this ratio of height to width is a vertical line, as in RapidOCR. */
const minVerticalRatio = 1.5;
/** The parameter of cubic convolution (Keys, 1981) in OpenCV's `INTER_CUBIC`. */
const cubicParameter = -0.75;

/**
 * Cuts a line of text from an image and straightens it. A vertical line is rotated by 90° counterclockwise, so that its
 * right side is at the top.
 */
export function cropLine(image: PixelBlock, quad: Quad): PixelBlock {
  const [topLeft, topRight, bottomRight, bottomLeft] = quad;
  const width = Math.max(
    1,
    Math.trunc(Math.max(computeDistance(topLeft, topRight), computeDistance(bottomLeft, bottomRight))),
  );
  const height = Math.max(
    1,
    Math.trunc(Math.max(computeDistance(topLeft, bottomLeft), computeDistance(topRight, bottomRight))),
  );
  const toImage = solveProjection(quad);
  const result = createPixelBlock(width, height);
  for (let row = 0, to = 0; row < height; row++)
    for (let column = 0; column < width; column++, to += 4)
      writeSample(image, toImage(column / width, row / height), result.rgba, to);
  return height >= minVerticalRatio * width ? rotate90CounterClockwise(result) : result;
}

/**
 * Computes the projective map from the corners (0,0), (1,0), (1,1), (0,1) of the unit square to those of the quad
 * (Heckbert, "Fundamentals of texture mapping and image warping", 1989, section 2.2.3).
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

/** Writes the colour at a point of the image, by cubic convolution over 4 x 4 pixels with a repeated border. */
function writeSample(
  { width, height, rgba }: PixelBlock,
  { x, y }: Point,
  target: Uint8ClampedArray,
  to: number,
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [columnWeights, rowWeights] = [computeCubicWeights(x - left), computeCubicWeights(y - top)];
  for (let channel = 0; channel < 4; channel++) {
    let sum = 0;
    for (let row = 0; row < 4; row++) {
      const start = Math.min(height - 1, Math.max(0, top - 1 + row)) * width;
      for (let column = 0; column < 4; column++) {
        const index = start + Math.min(width - 1, Math.max(0, left - 1 + column));
        sum += rowWeights[row]! * columnWeights[column]! * rgba[4 * index + channel]!;
      }
    }
    target[to + channel] = sum;
  }
}

/** Computes the weights of the pixels at -1, 0, 1 and 2 for a point at `t` between 0 and 1. */
function computeCubicWeights(t: number): readonly [number, number, number, number] {
  const weighOuter = (d: number) =>
    ((cubicParameter * d - 5 * cubicParameter) * d + 8 * cubicParameter) * d - 4 * cubicParameter;
  const weighInner = (d: number) => ((cubicParameter + 2) * d - (cubicParameter + 3)) * d * d + 1;
  return [weighOuter(t + 1), weighInner(t), weighInner(1 - t), weighOuter(2 - t)];
}
