import type { LabelledBox } from '#core/task/evaluation.ts';

type Box = Pick<LabelledBox, 'x' | 'y' | 'width' | 'height'>;

/** Computes the intersection area of two boxes divided by their union area, 0 to 1. */
export function computeIntersectionOverUnion(a: Box, b: Box): number {
  const intersection = computeIntersectionArea(a, b);
  return intersection === 0 ? 0 : intersection / (a.width * a.height + b.width * b.height - intersection);
}

/** Computes the intersection area of two boxes; 0 if they only touch. */
export function computeIntersectionArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : width * height;
}
