import { AppError } from '#core/errors/error.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import type { Segmenter } from './segmenter-families.ts';
import type { Segmentation } from './segmentation.ts';

type Mask = Pick<Segmentation, 'width' | 'height' | 'alpha' | 'classMap'>;

/**
 * Reads the masks in a model's output, at its resolution.
 * @throws AppError model-unsupported
 */
export function readMask(output: Tensor, { kind, isChannelsLast }: Segmenter): Mask {
  if (kind === 'class-map') return toClassMap(output);
  if (output.dtype !== 'float32' || output.shape.length !== 4)
    throw new AppError('model-unsupported', { model: 'output', reason: 'output-type', type: output.dtype });
  const [, first = 0, second = 0, third = 0] = output.shape;
  const [count, height, width] = isChannelsLast ? [third, first, second] : [first, second, third];
  const { data } = output;
  const area = width * height;
  if (kind === 'matte') return { width, height, alpha: toAlpha(data, area, 0, 1), classMap: null };
  if (kind === 'saliency') {
    // The library that runs these models (rembg) stretches their output to its full range.
    const values = data.subarray(0, area);
    const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [
      Infinity,
      -Infinity,
    ] as [number, number]);
    return { width, height, alpha: toAlpha(values, area, low, high > low ? high : low + 1), classMap: null };
  }
  const [pixelStep, classStep] = isChannelsLast ? [count, 1] : [1, area];
  if (count === 2)
    return { width, height, alpha: computeForegroundAlpha(data, area, pixelStep, classStep), classMap: null };
  const classMap = new Uint8Array(area);
  for (let pixel = 0; pixel < area; pixel++) {
    let best = 0;
    for (let index = 1; index < count; index++)
      if (data[pixel * pixelStep + index * classStep]! > data[pixel * pixelStep + best * classStep]!) best = index;
    classMap[pixel] = best;
  }
  return { width, height, alpha: classMap.map((index) => (index === 0 ? 0 : 255)), classMap };
}

function toAlpha(values: Float32Array, area: number, low: number, high: number): Uint8Array {
  const alpha = new Uint8ClampedArray(area); // rounds, and clamps at both ends
  const factor = 255 / (high - low);
  for (let pixel = 0; pixel < area; pixel++) alpha[pixel] = (values[pixel]! - low) * factor;
  return new Uint8Array(alpha.buffer);
}

/**
 * Softmax over background and foreground: a sigmoid of their difference. Two probabilities that add up to 1 are not
 * changed.
 */
function computeForegroundAlpha(data: Float32Array, area: number, pixelStep: number, classStep: number): Uint8Array {
  const alpha = new Uint8ClampedArray(area);
  let areShares = true;
  for (let pixel = 0; pixel < area && areShares; pixel++) {
    const [back, front] = [data[pixel * pixelStep]!, data[pixel * pixelStep + classStep]!];
    areShares = back >= 0 && front >= 0 && Math.abs(back + front - 1) < 0.01;
  }
  for (let pixel = 0; pixel < area; pixel++) {
    const [back, front] = [data[pixel * pixelStep]!, data[pixel * pixelStep + classStep]!];
    alpha[pixel] = 255 * (areShares ? front : 1 / (1 + Math.exp(back - front)));
  }
  return new Uint8Array(alpha.buffer);
}

function toClassMap({ data, shape }: Tensor): Mask {
  const sizes = shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  const [height = 0, width = 0] = sizes.slice(-2);
  const classMap = Uint8Array.from({ length: width * height }, (_, pixel) => Number(data[pixel]));
  return { width, height, alpha: classMap.map((index) => (index === 0 ? 0 : 255)), classMap };
}
