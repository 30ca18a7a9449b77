import type { InputImage } from '#core/task/task.ts';

/** A change of a picture that keeps its class. */
export interface Augmentation {
  readonly isMirrored: boolean;
  /** The part of the width and height that remains, 0 to 1, and where it begins, as a fraction of what is cut off. */
  readonly crop: { readonly size: number; readonly left: number; readonly top: number };
  /** Factor of every colour. */
  readonly brightness: number;
}

/** Which changes are made. Mirrored digits, letters and signs would be others. */
export interface AugmentationChoices {
  readonly mirror: boolean;
  readonly crop: boolean;
  readonly brightness: boolean;
}

export const noChanges: AugmentationChoices = { mirror: false, crop: false, brightness: false };

/** Ranges of the changes. Own choice: less than what training from scratch uses, as the features are robust already. */
const minCrop = 0.8;
const maxBrightnessChange = 0.25;

/** Draws a change. It takes the same numbers from `random`, whatever the choices. */
export function drawAugmentation(
  { mirror, crop, brightness }: AugmentationChoices,
  random: () => number,
): Augmentation {
  const [flip, size, left, top, light] = [random(), random(), random(), random(), random()];
  return {
    isMirrored: mirror && flip < 0.5,
    crop: { size: crop ? minCrop + (1 - minCrop) * size : 1, left, top },
    brightness: brightness ? 1 + maxBrightnessChange * (2 * light - 1) : 1,
  };
}

/** The changed picture, drawn from the original when its pixels are read. */
export function augment(image: InputImage, { isMirrored, crop, brightness }: Augmentation): InputImage {
  const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * crop.size))) as [
    number,
    number,
  ];
  return {
    width,
    height,
    rgba(toWidth, toHeight, region = { left: 0, top: 0, width: toWidth, height: toHeight }) {
      const [wholeWidth, wholeHeight] = [Math.round(toWidth / crop.size), Math.round(toHeight / crop.size)];
      const left = isMirrored ? toWidth - region.left - region.width : region.left;
      const pixels = image.rgba(wholeWidth, wholeHeight, {
        ...region,
        left: left + Math.round(crop.left * (wholeWidth - toWidth)),
        top: region.top + Math.round(crop.top * (wholeHeight - toHeight)),
      });
      const changed = isMirrored ? mirrorRows(pixels, region.width) : pixels;
      return brightness === 1 ? changed : brighten(changed, brightness);
    },
  };
}

function mirrorRows(pixels: Uint8ClampedArray, width: number): Uint8ClampedArray {
  const from = new Uint32Array(pixels.slice().buffer);
  const to = new Uint32Array(from.length);
  for (let index = 0; index < from.length; index++) {
    const column = index % width;
    to[index - column + width - 1 - column] = from[index]!;
  }
  return new Uint8ClampedArray(to.buffer);
}

function brighten(pixels: Uint8ClampedArray, factor: number): Uint8ClampedArray {
  return pixels.map((value, index) => (index % 4 === 3 ? value : value * factor));
}
