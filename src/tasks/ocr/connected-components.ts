import type { Point } from './geometry.ts';

/** Converts probabilities to a mask of the same length: 1 where the probability is above the threshold, else 0. */
export function binarise(probabilities: Float32Array, threshold: number): Uint8Array {
  const mask = new Uint8Array(probabilities.length);
  for (let index = 0; index < mask.length; index++) mask[index] = probabilities[index]! > threshold ? 1 : 0;
  return mask;
}

/** Dilates a mask [height, width] by 2 x 2: a pixel is set if it or its left, upper or upper left neighbour is set. */
export function dilate(mask: Uint8Array, width: number): Uint8Array {
  const dilatedRight = mask.map((set, index) => set | (index % width > 0 ? mask[index - 1]! : 0));
  return dilatedRight.map((set, pixel) => set | (pixel >= width ? dilatedRight[pixel - width]! : 0));
}

/**
 * Finds the 8-connected components of a mask [height, width], from the top. Of each row of a component, only the first
 * and last pixel are returned: they have the same convex hull as the whole component.
 */
export function findComponents(mask: Uint8Array, width: number): Point[][] {
  const height = mask.length / width;
  const isVisited = new Uint8Array(mask.length);
  const stack: number[] = [];
  const push = (index: number) => {
    if (!mask[index] || isVisited[index]) return;
    isVisited[index] = 1;
    stack.push(index);
  };
  const components: Point[][] = [];
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || isVisited[start]) continue;
    const ends = new Map<number, [left: number, right: number]>();
    push(start);
    for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
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
