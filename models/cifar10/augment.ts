import { net } from './net.ts';

/** The maximum shift in each direction, in pixels; pixels outside the image repeat its edge. */
const maxShift = 3;

/**
 * Writes a copy of an image that is shifted by whole pixels, and mirrored with a probability of one half. Both images
 * are flat [side, side, channels] arrays.
 */
export function augment(source: Float32Array, target: Float32Array, random: () => number): void {
  const { side, channels } = net;
  const isMirrored = random() < 0.5;
  const [left, top] = [drawShift(random), drawShift(random)];
  for (let y = 0, index = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const column = clampPixel((isMirrored ? side - 1 - x : x) + left);
      const start = (clampPixel(y + top) * side + column) * channels;
      for (let channel = 0; channel < channels; channel++, index++) target[index] = source[start + channel]!;
    }
}

function drawShift(random: () => number): number {
  return Math.floor(random() * (2 * maxShift + 1)) - maxShift;
}

function clampPixel(position: number): number {
  return Math.min(net.side - 1, Math.max(0, position));
}
