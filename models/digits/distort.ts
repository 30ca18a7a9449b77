import { pixels, side } from './mnist.ts';

/** Maximum changes of a training image, each scaled by a new random number. */
const limits = { turn: 0.22, stretch: 0.16, shear: 0.2, shiftPixels: 2.2, thickness: 0.7 };

/**
 * Writes a changed copy of one image into `to`: turned, stretched, sheared, shifted, its strokes thicker or thinner.
 * Sums and products only, so that the same seed gives the same bits wherever it runs.
 */
export function distort(from: Float32Array, to: Float32Array, random: () => number): void {
  const upTo = (limit: number) => (random() * 2 - 1) * limit;
  const turn = upTo(limits.turn);
  // For small angles the sine is the angle and the cosine 1.
  const [xx, xy] = [1 + upTo(limits.stretch), turn + upTo(limits.shear)];
  const [yx, yy] = [-turn, 1 + upTo(limits.stretch)];
  const middle = (side - 1) / 2;
  const [left, top] = [middle + upTo(limits.shiftPixels), middle + upTo(limits.shiftPixels)];
  for (let y = 0, index = 0; y < side; y++)
    for (let x = 0; x < side; x++, index++) {
      const [dx, dy] = [x - middle, y - middle];
      to[index] = interpolate(from, left + xx * dx + xy * dy, top + yx * dx + yy * dy);
    }
  thicken(to, upTo(limits.thickness));
}

/** The bilinearly interpolated value at a position; 0, the paper, outside the image. */
function interpolate(image: Float32Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= side - 1 || top >= side - 1) return 0;
  const [right, below] = [x - left, y - top];
  const index = top * side + left;
  const upper = image[index]! * (1 - right) + image[index + 1]! * right;
  const lower = image[index + side]! * (1 - right) + image[index + side + 1]! * right;
  return upper * (1 - below) + lower * below;
}

/** Mixes each pixel with the strongest (`amount` > 0) or weakest (< 0) of itself and its four neighbours. */
function thicken(image: Float32Array, amount: number): void {
  const before = image.slice();
  const pick = amount > 0 ? Math.max : Math.min;
  for (let index = side; index < pixels - side; index++) {
    const near = pick(
      before[index]!,
      before[index - 1]!,
      before[index + 1]!,
      before[index - side]!,
      before[index + side]!,
    );
    image[index] = before[index]! + Math.abs(amount) * (near - before[index]!);
  }
}
