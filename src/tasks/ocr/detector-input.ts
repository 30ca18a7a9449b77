import type { Tensor } from '#core/engine/tensor.ts';
import { toNchw, type Channels } from '../pixels.ts';
import { resize, type PixelBlock } from './pixel-block.ts';

/** ImageNet's RGB mean and standard deviation, which PP-OCR applies in this order although its channels are BGR. */
const channels: Channels = { order: 'bgr', mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] };
/** Sides are multiples of this, because the network halves its input five times. */
const sideMultiple = 32;
/** Minimum short side in pixels, so that small text is detected; at larger sizes, large words are split. */
const minSide = 320;
/** Maximum long side in pixels, because the cost grows with the area. PP-OCR uses 960, RapidOCR 2000. */
const maxSide = 1280;

/** Chooses the input size of a detector for an image. Sizes that the graph fixes override it. */
export function chooseDetectorSize(
  image: { width: number; height: number },
  shape: readonly (number | string | null)[],
) {
  const [shortSide, longSide] = [Math.min(image.width, image.height), Math.max(image.width, image.height)];
  const ratio = Math.min(Math.max(1, minSide / shortSide), Math.max(maxSide / longSide, sideMultiple / shortSide));
  const chooseSide = (size: number, fixed: number | string | null | undefined) =>
    typeof fixed === 'number'
      ? fixed
      : sideMultiple * Math.max(1, roundHalfToEven(Math.trunc(size * ratio) / sideMultiple));
  return { width: chooseSide(image.width, shape[3]), height: chooseSide(image.height, shape[2]) };
}

export function createDetectorInput(image: PixelBlock, size: { width: number; height: number }): Tensor {
  const { rgba } = resize(image, size.width, size.height);
  return { dtype: 'float32', shape: [1, 3, size.height, size.width], data: toNchw(rgba, channels) };
}

/** Rounds as Python does, so that sides equal those of PP-OCR. */
function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
