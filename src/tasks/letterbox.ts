import type { InputImage } from '#core/task/task.ts';

/** The position of an image in the model's square input, in its pixels: x of the image is at `left + x * scale`. */
interface Placement {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** The largest placement with the image's aspect ratio, at the top left or in the middle. */
export function fitInSquare(image: InputImage, side: number, where: 'top-left' | 'middle'): Placement {
  const scale = Math.min(side / image.width, side / image.height);
  if (where === 'top-left') return { scale, left: 0, top: 0 };
  const computeMargin = (size: number) => Math.floor((side - Math.round(size * scale)) / 2);
  return { scale, left: computeMargin(image.width), top: computeMargin(image.height) };
}

/** The square: the image at its position, the rest grey of level `pad`. RGBA bytes, `4 * side * side`. */
export function createLetterbox(image: InputImage, side: number, { scale, left, top }: Placement, pad: number) {
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const rgba = image.rgba(width, height);
  const square = new Uint8ClampedArray(4 * side * side).fill(pad);
  for (let row = 0; row < height; row++)
    square.set(rgba.subarray(4 * row * width, 4 * (row + 1) * width), 4 * ((top + row) * side + left));
  return square;
}
