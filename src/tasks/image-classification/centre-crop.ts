import type { InputImage } from '#core/task/task.ts';

/** The centre crop of an image, RGBA, `4 * side * side`: a square with `cropRatio` of the shorter side. */
export function centreCrop(image: InputImage, side: number, cropRatio: number): Uint8ClampedArray {
  const scale = Math.round(side / cropRatio) / Math.min(image.width, image.height);
  const width = Math.max(side, Math.round(image.width * scale));
  const height = Math.max(side, Math.round(image.height * scale));
  return image.rgba(width, height, {
    left: (width - side) >> 1,
    top: (height - side) >> 1,
    width: side,
    height: side,
  });
}
