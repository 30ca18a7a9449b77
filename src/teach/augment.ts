import type { InputImage } from '#core/task/task.ts';

/** A change of an image that does not change its class. */
export interface Augmentation {
  readonly isMirrored: boolean;
  /** Width and height as a fraction of the original; left and top as a fraction of what is cut off. */
  readonly crop: { readonly size: number; readonly left: number; readonly top: number };
  /** Factor by which every colour is multiplied. */
  readonly brightness: number;
}

/** The changes that are applied. Digits, letters and signs must not be mirrored, which gives them another meaning. */
export interface AugmentationChoices {
  readonly mirror: boolean;
  readonly crop: boolean;
  readonly brightness: boolean;
}

export const noAugmentation: AugmentationChoices = { mirror: false, crop: false, brightness: false };

// Ranges of the changes, heuristic: smaller than for training from scratch, because the features are already robust.
const minCropSize = 0.8;
const maxBrightnessChange = 0.25;

/** Draws a change. It draws the same numbers from `random` for all choices. */
export function drawAugmentation(
  { mirror, crop, brightness }: AugmentationChoices,
  random: () => number,
): Augmentation {
  const [flip, size, left, top, light] = [random(), random(), random(), random(), random()];
  return {
    isMirrored: mirror && flip < 0.5,
    crop: { size: crop ? minCropSize + (1 - minCropSize) * size : 1, left, top },
    brightness: brightness ? 1 + maxBrightnessChange * (2 * light - 1) : 1,
  };
}

/** Creates the changed image, which is computed from the original whenever its pixels are read. */
export function augmentImage(image: InputImage, { isMirrored, crop, brightness }: Augmentation): InputImage {
  const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * crop.size))) as [
    number,
    number,
  ];
  return {
    width,
    height,
    readRgba(toWidth, toHeight, region = { left: 0, top: 0, width: toWidth, height: toHeight }) {
      const [wholeWidth, wholeHeight] = [Math.round(toWidth / crop.size), Math.round(toHeight / crop.size)];
      const left = isMirrored ? toWidth - region.left - region.width : region.left;
      const pixels = image.readRgba(wholeWidth, wholeHeight, {
        ...region,
        left: left + Math.round(crop.left * (wholeWidth - toWidth)),
        top: region.top + Math.round(crop.top * (wholeHeight - toHeight)),
      });
      const orientedPixels = isMirrored ? mirrorRows(pixels, region.width) : pixels;
      return brightness === 1 ? orientedPixels : brighten(orientedPixels, brightness);
    },
  };
}

function mirrorRows(pixels: Uint8ClampedArray, width: number): Uint8ClampedArray {
  const source = new Uint32Array(pixels.slice().buffer);
  const target = new Uint32Array(source.length);
  for (let index = 0; index < source.length; index++) {
    const column = index % width;
    target[index - column + width - 1 - column] = source[index]!;
  }
  return new Uint8ClampedArray(target.buffer);
}

function brighten(pixels: Uint8ClampedArray, factor: number): Uint8ClampedArray {
  return pixels.map((value, index) => (index % 4 === 3 ? value : value * factor));
}
