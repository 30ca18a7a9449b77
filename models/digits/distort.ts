import { pixelCount, side } from './mnist.ts';

/** Maximum changes of a training image; rotation and shear are in radians. */
const limits = { rotation: 0.22, stretch: 0.16, shear: 0.2, shiftPixels: 2.2, thickness: 0.7 };

/**
 * Writes a distorted copy of an image [side, side], row-major, to `target`: rotated, stretched, sheared and shifted,
 * with thicker or thinner strokes. It uses only sums and products, so that the same seed gives the same bits on every
 * machine.
 */
export function distort(source: Float32Array, target: Float32Array, random: () => number): void {
  const drawWithin = (limit: number) => (random() * 2 - 1) * limit;
  const rotation = drawWithin(limits.rotation);
  // For small angles, the sine is about the angle and the cosine about 1.
  const [xx, xy] = [1 + drawWithin(limits.stretch), rotation + drawWithin(limits.shear)];
  const [yx, yy] = [-rotation, 1 + drawWithin(limits.stretch)];
  const centre = (side - 1) / 2;
  const [left, top] = [centre + drawWithin(limits.shiftPixels), centre + drawWithin(limits.shiftPixels)];
  for (let y = 0, index = 0; y < side; y++)
    for (let x = 0; x < side; x++, index++) {
      const [dx, dy] = [x - centre, y - centre];
      target[index] = interpolate(source, left + xx * dx + xy * dy, top + yx * dx + yy * dy);
    }
  thicken(target, drawWithin(limits.thickness));
}

/** Interpolates the value at a position bilinearly. Positions outside the image have the value of paper, 0. */
function interpolate(image: Float32Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= side - 1 || top >= side - 1) return 0;
  const [right, below] = [x - left, y - top];
  const index = top * side + left;
  const upper = image[index]! * (1 - right) + image[index + 1]! * right;
  const lower = image[index + side]! * (1 - right) + image[index + side + 1]! * right;
  return upper * (1 - below) + lower * below;
}

/** Blends each pixel with the maximum (`amount` > 0) or minimum (< 0) of itself and its four neighbours. */
function thicken(image: Float32Array, amount: number): void {
  const original = image.slice();
  const select = amount > 0 ? Math.max : Math.min;
  for (let index = side; index < pixelCount - side; index++) {
    const extreme = select(
      original[index]!,
      original[index - 1]!,
      original[index + 1]!,
      original[index - side]!,
      original[index + side]!,
    );
    image[index] = original[index]! + Math.abs(amount) * (extreme - original[index]!);
  }
}
