import type { Point } from './geometry.ts';

/**
 * Computes the mean probability in a convex polygon, including its border; corners are truncated to whole pixels.
 * @param probabilities [height, width], row-major
 * @returns 0 to 1; 0 if the polygon is outside
 */
export function scoreBox(probabilities: Float32Array, width: number, polygon: readonly Point[]): number {
  const height = probabilities.length / width;
  const corners = polygon.map(({ x, y }) => ({ x: Math.trunc(x), y: Math.trunc(y) }));
  const top = Math.max(0, Math.min(...corners.map(({ y }) => y)));
  const bottom = Math.min(height - 1, Math.max(...corners.map(({ y }) => y)));
  let [sum, count] = [0, 0];
  for (let y = top; y <= bottom; y++) {
    const [left, right] = findRowExtent(corners, y);
    for (let x = Math.max(0, left); x <= Math.min(width - 1, right); x++, count++) sum += probabilities[y * width + x]!;
  }
  return count === 0 ? 0 : sum / count;
}

/**
 * Finds the first and last pixel of row `y` that a side of the polygon touches, within half a pixel of the row's
 * centre.
 */
function findRowExtent(corners: readonly Point[], y: number): [left: number, right: number] {
  let [left, right] = [Infinity, -Infinity];
  for (const [index, start] of corners.entries()) {
    const end = corners[(index + 1) % corners.length]!;
    const [upper, lower] = start.y <= end.y ? [start, end] : [end, start];
    if (upper.y > y + 0.5 || lower.y < y - 0.5) continue;
    for (const edgeY of [Math.max(upper.y, y - 0.5), Math.min(lower.y, y + 0.5)]) {
      const xs =
        upper.y === lower.y
          ? [upper.x, lower.x]
          : [upper.x + ((edgeY - upper.y) / (lower.y - upper.y)) * (lower.x - upper.x)];
      left = Math.min(left, ...xs);
      right = Math.max(right, ...xs);
    }
  }
  return [Math.round(left), Math.round(right)];
}
