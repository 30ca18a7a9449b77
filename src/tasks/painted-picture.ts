import type { Picture } from '#core/task.ts';

export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** A picture from a formula, exact at every size: `colourAt` is asked at the middle of each pixel wanted. */
export function paintedPicture(width: number, height: number, colourAt: (x: number, y: number) => Colour): Picture {
  return {
    width,
    height,
    rgba(toWidth, toHeight) {
      const bytes = new Uint8ClampedArray(4 * toWidth * toHeight);
      for (let row = 0, at = 0; row < toHeight; row++)
        for (let column = 0; column < toWidth; column++, at += 4)
          bytes.set(colourAt(((column + 0.5) * width) / toWidth, ((row + 0.5) * height) / toHeight), at);
      return bytes;
    },
  };
}
