import type { ImageCorruption, RgbaImage } from '../corruption.ts';
import { createBlankImage } from '../map-pixels.ts';

/**
 * Rotation about the centre in a random direction, by bilinear interpolation; pixels from outside the image are black.
 * Constants: the angle in degrees.
 */
export const rotation: ImageCorruption = {
  kind: 'image',
  constants: [5, 10, 15, 20, 30],
  source: 'own-choice',
  isGeometric: true,
  apply: (image, degrees, random) => rotateImage(image, ((random() < 0.5 ? degrees : -degrees) * Math.PI) / 180),
};

/** @param angle in radians, anticlockwise as seen on screen */
function rotateImage(image: RgbaImage, angle: number): RgbaImage {
  const { width, height } = image;
  const rotated = createBlankImage(width, height, 0);
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sourceX = cos * (x - centreX) - sin * (y - centreY) + centreX;
      const sourceY = sin * (x - centreX) + cos * (y - centreY) + centreY;
      if (sourceX < 0 || sourceY < 0 || sourceX > width - 1 || sourceY > height - 1) continue;
      for (let channel = 0; channel < 3; channel++)
        rotated.data[(y * width + x) * 4 + channel] = interpolate(image, { x: sourceX, y: sourceY }, channel);
    }
  }
  return rotated;
}

function interpolate({ width, height, data }: RgbaImage, { x, y }: { x: number; y: number }, channel: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
  const [alongX, alongY] = [x - left, y - top];
  const readPixel = (column: number, row: number) => data[(row * width + column) * 4 + channel]!;
  const above = readPixel(left, top) * (1 - alongX) + readPixel(right, top) * alongX;
  const below = readPixel(left, bottom) * (1 - alongX) + readPixel(right, bottom) * alongX;
  return above * (1 - alongY) + below * alongY;
}
