import type { Picture } from '#core/task.ts';

/** The middle square of a picture, RGBA, `4 * side * side`: `cropRatio` of the shorter side, as wide as tall. */
export function middleSquare(picture: Picture, side: number, cropRatio: number): Uint8ClampedArray {
  const scale = Math.round(side / cropRatio) / Math.min(picture.width, picture.height);
  const width = Math.max(side, Math.round(picture.width * scale));
  const height = Math.max(side, Math.round(picture.height * scale));
  return picture.rgba(width, height, {
    left: (width - side) >> 1,
    top: (height - side) >> 1,
    width: side,
    height: side,
  });
}
