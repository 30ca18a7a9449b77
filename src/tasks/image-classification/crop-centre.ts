import type { InputImage } from '#core/task/task.ts';

/**
 * Crops the middle square of an image, scaled to `side` pixels.
 * @param cropRatio side of the crop as a fraction of the image's shorter side
 * @returns RGBA bytes, `4 * side * side`
 */
export function cropCentre(image: InputImage, side: number, cropRatio: number): Uint8ClampedArray {
  const scale = Math.round(side / cropRatio) / Math.min(image.width, image.height);
  const width = Math.max(side, Math.round(image.width * scale));
  const height = Math.max(side, Math.round(image.height * scale));
  return image.readRgba(width, height, {
    left: (width - side) >> 1,
    top: (height - side) >> 1,
    width: side,
    height: side,
  });
}
