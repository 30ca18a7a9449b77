import { AppError } from '#core/errors/error.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import type { Segmenter } from './segmenter-families.ts';
import type { Segmentation } from './segmentation.ts';

type Mask = Pick<Segmentation, 'width' | 'height' | 'alpha' | 'classMap'>;

/**
 * Decodes a model's output to a mask at the resolution of the output.
 * @param output [1, classes, height, width], [1, height, width, classes], or class ids; only the first image of a batch
 *   is decoded
 * @throws AppError model-unsupported if the output is not float32 with four axes, or a class map
 */
export function decodeMask(output: Tensor, { outputKind: kind, isChannelsLast }: Segmenter): Mask {
  if (kind === 'class-map') return toClassMap(output);
  if (output.dtype !== 'float32' || output.shape.length !== 4)
    throw new AppError('model-unsupported', { model: 'output', reason: 'output-type', type: output.dtype });
  const [, first = 0, second = 0, third = 0] = output.shape;
  const [count, height, width] = isChannelsLast ? [third, first, second] : [first, second, third];
  const { data } = output;
  const area = width * height;
  if (kind === 'matte') return { width, height, alpha: toAlpha(data, area, 0, 1), classMap: null };
  if (kind === 'saliency') {
    // As in rembg, which runs these models: their output is stretched to the full range.
    const values = data.subarray(0, area);
    const [min, max] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [
      Infinity,
      -Infinity,
    ] as [number, number]);
    return { width, height, alpha: toAlpha(values, area, min, max > min ? max : min + 1), classMap: null };
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

function toAlpha(values: Float32Array, area: number, min: number, max: number): Uint8Array {
  const alpha = new Uint8ClampedArray(area); // this array type rounds and clamps
  const factor = 255 / (max - min);
  for (let pixel = 0; pixel < area; pixel++) alpha[pixel] = (values[pixel]! - min) * factor;
  return new Uint8Array(alpha.buffer);
}

/**
 * Computes the softmax over background and foreground, which is the sigmoid of their difference. Values that already
 * are probabilities are not changed.
 */
function computeForegroundAlpha(data: Float32Array, area: number, pixelStep: number, classStep: number): Uint8Array {
  const alpha = new Uint8ClampedArray(area);
  let areProbabilities = true;
  for (let pixel = 0; pixel < area && areProbabilities; pixel++) {
    const [background, foreground] = [data[pixel * pixelStep]!, data[pixel * pixelStep + classStep]!];
    areProbabilities = background >= 0 && foreground >= 0 && Math.abs(background + foreground - 1) < 0.01;
  }
  for (let pixel = 0; pixel < area; pixel++) {
    const [background, foreground] = [data[pixel * pixelStep]!, data[pixel * pixelStep + classStep]!];
    alpha[pixel] = 255 * (areProbabilities ? foreground : 1 / (1 + Math.exp(background - foreground)));
  }
  return new Uint8Array(alpha.buffer);
}

function toClassMap({ data, shape }: Tensor): Mask {
  const sizes = shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  const [height = 0, width = 0] = sizes.slice(-2);
  const classMap = Uint8Array.from({ length: width * height }, (_, pixel) => Number(data[pixel]));
  return { width, height, alpha: classMap.map((index) => (index === 0 ? 0 : 255)), classMap };
}
