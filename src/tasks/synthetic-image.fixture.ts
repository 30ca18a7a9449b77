import type { InputImage } from '#core/task/task.ts';

export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** An image from a formula, exact at every size: `computeColour` is called for the centre of each pixel. */
export function createSyntheticImage(
  width: number,
  height: number,
  computeColour: (x: number, y: number) => Colour,
): InputImage {
  return {
    width,
    height,
    readRgba(toWidth, toHeight, region = { left: 0, top: 0, width: toWidth, height: toHeight }) {
      const bytes = new Uint8ClampedArray(4 * region.width * region.height);
      for (let row = 0, index = 0; row < region.height; row++)
        for (let column = 0; column < region.width; column++, index += 4) {
          const [x, y] = [region.left + column + 0.5, region.top + row + 0.5];
          bytes.set(computeColour((x * width) / toWidth, (y * height) / toHeight), index);
        }
      return bytes;
    },
  };
}
