import type { LabelledBox } from '#core/task/evaluation.ts';

type Box = Pick<LabelledBox, 'x' | 'y' | 'width' | 'height'>;

/** Area of the intersection of two boxes over the area of their union, 0 to 1. */
export function computeIntersectionOverUnion(a: Box, b: Box): number {
  const shared = computeIntersectionArea(a, b);
  return shared === 0 ? 0 : shared / (a.width * a.height + b.width * b.height - shared);
}

/** Area that two boxes have in common; 0 if they only touch. */
export function computeIntersectionArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : width * height;
}
