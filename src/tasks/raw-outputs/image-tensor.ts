import type { GraphSignature } from '#core/task/task.ts';
import type { DataType, Tensor } from '#core/engine/tensor.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';

/** Data types of an image input that {@link createImageTensor} can create. */
const pixelTypes = ['float32', 'uint8', 'int8'] as const satisfies readonly DataType[];

/** An input of a model that takes one image. */
export interface ImageInput {
  readonly name: string;
  readonly dtype: (typeof pixelTypes)[number];
  readonly width: number;
  readonly height: number;
  /** 1 for grey, 3 for RGB. */
  readonly channels: 1 | 3;
  /** Whether the channels come after the pixels (NHWC), as in TensorFlow, or before them (NCHW). */
  readonly areChannelsLast: boolean;
}

/** @throws AppError model-unsupported unless the only input is one image of a fixed size; its batch size may be free */
export function findImageInput(model: GraphSignature): ImageInput {
  const [input] = model.inputs;
  const dtype = pixelTypes.find((type) => type === input?.dtype);
  if (model.inputs.length !== 1 || !input || !dtype) throw createUnsupportedModelError(model, 'not-an-image-model');
  const [batch, ...sizes] = input.shape;
  const isOneImage = input.shape.length === 4 && (typeof batch !== 'number' || batch === 1);
  const [first, second, third] = sizes;
  if (!isOneImage || typeof first !== 'number' || typeof second !== 'number' || typeof third !== 'number') {
    throw createUnsupportedModelError(model, 'not-an-image-model');
  }
  const { name } = input;
  if (isChannels(first)) return { name, dtype, channels: first, height: second, width: third, areChannelsLast: false };
  if (isChannels(third)) return { name, dtype, channels: third, height: first, width: second, areChannelsLast: true };
  throw createUnsupportedModelError(model, 'not-an-image-model');
}

const isChannels = (size: number): size is 1 | 3 => size === 1 || size === 3;

/**
 * Encodes an image for a model whose pre-processing is unknown: as floats from 0 to 1, unscaled bytes, or signed bytes
 * with zero point -128. Both models of a comparison get the same tensor.
 * @param rgba pixels of the image, resized to the input: [height, width, 4]
 * @returns [1, height, width, channels] or [1, channels, height, width]
 */
export function createImageTensor(
  rgba: Uint8ClampedArray,
  { dtype, width, height, channels, areChannelsLast }: ImageInput,
): Tensor {
  const area = width * height;
  const bytes = new Uint8Array(area * channels);
  for (let pixel = 0; pixel < area; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const index = areChannelsLast ? pixel * channels + channel : channel * area + pixel;
      bytes[index] = channels === 1 ? computeLuma(rgba, pixel * 4) : rgba[pixel * 4 + channel]!;
    }
  }
  const shape = areChannelsLast ? [1, height, width, channels] : [1, channels, height, width];
  if (dtype === 'uint8') return { dtype, shape, data: bytes };
  if (dtype === 'int8') return { dtype, shape, data: Int8Array.from(bytes, (byte) => byte - 128) };
  return { dtype, shape, data: Float32Array.from(bytes, (byte) => byte / 255) };
}

/** ITU-R BT.601 luma, as in Pillow's mode L. */
function computeLuma(rgba: Uint8ClampedArray, index: number): number {
  return Math.round(0.299 * rgba[index]! + 0.587 * rgba[index + 1]! + 0.114 * rgba[index + 2]!);
}
