import type { Picture } from '#core/task.ts';

/** The middle square of a picture, RGBA, `4 * side * side`: `kept` of the shorter side, as wide as tall. */
export function middleSquare(picture: Picture, side: number, kept: number): Uint8ClampedArray {
  const scale = Math.round(side / kept) / Math.min(picture.width, picture.height);
  const width = Math.max(side, Math.round(picture.width * scale));
  const height = Math.max(side, Math.round(picture.height * scale));
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  const whole = picture.rgba(width, height);
  const square = new Uint8ClampedArray(4 * side * side);
  for (let row = 0; row < side; row++) {
    const start = 4 * ((top + row) * width + left);
    square.set(whole.subarray(start, start + 4 * side), 4 * row * side);
  }
  return square;
}
