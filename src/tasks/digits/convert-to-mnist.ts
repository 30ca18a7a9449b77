import { AppError } from '#core/errors/error.ts';
import type { InputImage } from '#core/task/task.ts';

/** Side of the model's image in pixels. */
export const mnistSide = 28;
/** Side in pixels of the square into which the digit itself is scaled. */
const digitSide = 20;
/** Maximum side of an image in pixels: enough for strokes, fast enough while drawing. Heuristic, not measured. */
const maxSide = 280;
/** Ink below this fraction of the maximum counts as paper, shade or noise. Heuristic, not measured. */
const minInkFraction = 0.25;
/** An image whose levels, 0 to 255, differ from its background by at most this has no ink. Heuristic, not measured. */
const minContrast = 16;

/** One channel of an image, row-major. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * Converts a digit to MNIST's form: 28 x 28 floats, ink 1 on paper 0, scaled into 20 x 20 with its aspect ratio, its
 * centre of mass in the middle (http://yann.lecun.com/exdb/mnist/). Transparent pixels count as white or, if the image
 * then has no ink, as black, so white strokes on a transparent background also work.
 * @returns [28, 28], row-major
 * @throws AppError input-blank if the image contains no ink
 */
export function convertToMnist(image: InputImage): Float32Array<ArrayBuffer> {
  const pixels = readPixels(image);
  const crop = cropToInk(toInk(pixels, 255)) ?? cropToInk(toInk(pixels, 0));
  if (!crop) throw new AppError('input-blank');
  const scale = digitSide / Math.max(crop.width, crop.height);
  const shrunk = downscale(
    crop,
    Math.max(1, Math.round(crop.width * scale)),
    Math.max(1, Math.round(crop.height * scale)),
  );
  return centreByMass(shrunk);
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

function readPixels(image: InputImage): Pixels {
  const scale = Math.min(1, maxSide / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  return { width, height, rgba: image.readRgba(width, height) };
}

/**
 * Computes the difference of each pixel from the paper, 0 to 1. The paper is the median of the image's border, dark or
 * light.
 * @param background the grey level behind transparent pixels, 0 to 255
 */
function toInk({ width, height, rgba }: Pixels, background: number): Plane {
  const values = new Float32Array(width * height);
  for (let pixel = 0; pixel < values.length; pixel++) values[pixel] = computeLuma(rgba, pixel * 4, background);
  const paper = median(listBorderValues({ width, height, values }));
  let maxDifference = minContrast;
  for (const value of values) maxDifference = Math.max(maxDifference, Math.abs(value - paper));
  for (let pixel = 0; pixel < values.length; pixel++) {
    const fraction = Math.abs(values[pixel]! - paper) / maxDifference;
    values[pixel] = maxDifference === minContrast || fraction < minInkFraction ? 0 : fraction;
  }
  return { width, height, values };
}

/** Rec. 601 luma of a pixel, 0 to 255, over the grey `background`. */
function computeLuma(rgba: Uint8ClampedArray, index: number, background: number): number {
  const grey = 0.299 * rgba[index]! + 0.587 * rgba[index + 1]! + 0.114 * rgba[index + 2]!;
  const alpha = rgba[index + 3]! / 255;
  return grey * alpha + background * (1 - alpha);
}

function listBorderValues({ width, height, values }: Plane): number[] {
  const border = [...values.subarray(0, width), ...values.subarray((height - 1) * width)];
  for (let row = 1; row < height - 1; row++) border.push(values[row * width]!, values[(row + 1) * width - 1]!);
  return border;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Crops an image to the bounding box of its ink; `null` if there is none. */
function cropToInk({ width, height, values }: Plane): Plane | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let pixel = 0; pixel < values.length; pixel++) {
    if (values[pixel] === 0) continue;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  if (right < 0) return null;
  const crop = { width: right - left + 1, height: bottom - top + 1 };
  const cut = new Float32Array(crop.width * crop.height);
  for (let row = 0; row < crop.height; row++) {
    const start = (top + row) * width + left;
    cut.set(values.subarray(start, start + crop.width), row * crop.width);
  }
  return { ...crop, values: cut };
}

/**
 * Resamples by area: a new pixel is the mean of the pixels it covers, so that thin strokes become grey and do not
 * vanish.
 */
function downscale(from: Plane, width: number, height: number): Plane {
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      values[y * width + x] = averageArea(from, x / width, (x + 1) / width, y / height, (y + 1) / height);
  return { width, height, values };
}

/** Computes the mean of a region of the plane; its edges are fractions of width and height. */
function averageArea(
  { width, height, values }: Plane,
  left: number,
  right: number,
  top: number,
  bottom: number,
): number {
  let sum = 0;
  for (let y = Math.floor(top * height); y < Math.min(height, bottom * height); y++) {
    const overlapY = Math.min(y + 1, bottom * height) - Math.max(y, top * height);
    for (let x = Math.floor(left * width); x < Math.min(width, right * width); x++) {
      const overlapX = Math.min(x + 1, right * width) - Math.max(x, left * width);
      sum += values[y * width + x]! * overlapY * overlapX;
    }
  }
  return sum / ((right - left) * width * (bottom - top) * height);
}

/** Centres the digit by its centre of mass in the model's image, at whole pixels and within the image. */
function centreByMass({ width, height, values }: Plane): Float32Array<ArrayBuffer> {
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let pixel = 0; pixel < values.length; pixel++) {
    const ink = values[pixel]!;
    mass += ink;
    sumX += ink * ((pixel % width) + 0.5);
    sumY += ink * (Math.floor(pixel / width) + 0.5);
  }
  const left = Math.min(mnistSide - width, Math.max(0, Math.round(mnistSide / 2 - sumX / mass)));
  const top = Math.min(mnistSide - height, Math.max(0, Math.round(mnistSide / 2 - sumY / mass)));
  const placed = new Float32Array(mnistSide * mnistSide);
  for (let row = 0; row < height; row++)
    placed.set(values.subarray(row * width, (row + 1) * width), (top + row) * mnistSide + left);
  return placed;
}
