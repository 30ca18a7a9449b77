import type { Point } from './geometry.ts';

/** Bytes: 1 where the probability is above the threshold, otherwise 0. */
export function binarise(probabilities: Float32Array, threshold: number): Uint8Array {
  const mask = new Uint8Array(probabilities.length);
  for (let index = 0; index < mask.length; index++) mask[index] = probabilities[index]! > threshold ? 1 : 0;
  return mask;
}

/** Dilation by 2 x 2: a pixel is set if it, its left, its upper or its upper left neighbour is set. */
export function dilate(mask: Uint8Array, width: number): Uint8Array {
  const wide = mask.map((set, index) => set | (index % width > 0 ? mask[index - 1]! : 0));
  return wide.map((set, i) => set | (i >= width ? wide[i - width]! : 0));
}

/**
 * The 8-connected components of a mask, top first. Only the ends of each component's rows are returned, which have the
 * same convex hull as the whole component.
 */
export function findComponents(mask: Uint8Array, width: number): Point[][] {
  const height = mask.length / width;
  const seen = new Uint8Array(mask.length);
  const stack: number[] = [];
  const push = (index: number) => {
    if (!mask[index] || seen[index]) return;
    seen[index] = 1;
    stack.push(index);
  };
  const components: Point[][] = [];
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || seen[start]) continue;
    const ends = new Map<number, [left: number, right: number]>();
    push(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const [x, y] = [i % width, Math.floor(i / width)];
      const [left, right] = ends.get(y) ?? [x, x];
      ends.set(y, [Math.min(left, x), Math.max(right, x)]);
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++)
          push(row * width + column);
    }
    components.push(Array.from(ends, ([y, [left, right]]) => [left, right].map((x) => ({ x, y }))).flat());
  }
  return components;
}
