import type { InputImage } from '#core/task/task.ts';

/**
 * The position of an image in a model's square input, in pixels of the input: x of the image is at `left + x * scale`.
 */
interface Placement {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** Computes the largest placement that preserves the aspect ratio of the image. */
export function fitInSquare(image: InputImage, side: number, alignment: 'top-left' | 'middle'): Placement {
  const scale = Math.min(side / image.width, side / image.height);
  if (alignment === 'top-left') return { scale, left: 0, top: 0 };
  const computeMargin = (size: number) => Math.floor((side - Math.round(size * scale)) / 2);
  return { scale, left: computeMargin(image.width), top: computeMargin(image.height) };
}

/**
 * Draws an image at its placement in a square.
 * @param padLevel the grey level of the rest of the square, 0 to 255
 * @returns RGBA bytes, `4 * side * side`
 */
export function createLetterbox(image: InputImage, side: number, { scale, left, top }: Placement, padLevel: number) {
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const rgba = image.readRgba(width, height);
  const square = new Uint8ClampedArray(4 * side * side).fill(padLevel);
  for (let row = 0; row < height; row++)
    square.set(rgba.subarray(4 * row * width, 4 * (row + 1) * width), 4 * ((top + row) * side + left));
  return square;
}
