import type { InputImage, GraphSignature } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import type { Channels } from '../pixels.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';

/** How a model segments an image. */
export interface Segmenter {
  readonly input: TensorSpec;
  readonly output: TensorSpec;
  readonly isChannelsLast: boolean;
  readonly channels: Channels;
  /**
   * `matte`: the alpha of the foreground; `saliency`: the same, except for its range; `classes`: one value for each
   * class; `class-map`: the class itself.
   */
  readonly kind: 'matte' | 'saliency' | 'classes' | 'class-map';
  /** Size of the input for an image. */
  chooseSize(image: Pick<InputImage, 'width' | 'height'>): { readonly width: number; readonly height: number };
}

/** RGB from 0 to 1: MediaPipe's selfie segmentation (its `selfie_segmentation_cpu.pbtxt`: range 0 to 1, stretched). */
const unitRange: Channels = { order: 'rgb', mean: [0, 0, 0], std: [255, 255, 255] };
/** Scale from -1 to 1: MODNet (`onnx/inference_onnx.py` of https://github.com/ZHKKKe/MODNet), DeepLab (MobileNetV2). */
const centred: Channels = { order: 'rgb', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] };
/** ImageNet's mean and deviation in bytes: U2-Net as rembg runs it, torchvision's semantic models. */
const imagenet: Channels = { order: 'rgb', mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] };
/** MODNet's reference size of the shorter edge; each edge must be a multiple of the step. */
const [modnetEdge, modnetStep] = [512, 32];
/** The shorter edge for semantic models with free sizes: torchvision's transform. */
const semanticEdge = 520;

/** @throws AppError model-unsupported if the model does not map one colour image to a mask */
export function recogniseSegmenter(model: GraphSignature): Segmenter {
  const [input] = model.inputs;
  const output = model.outputs[0];
  const family = model.inputs.length === 1 && input && output && recognise(input, output, model.outputs.length);
  if (family) return family;
  throw createUnsupportedModelError(model, 'not-for-this-task');
}

function recognise(input: TensorSpec, output: TensorSpec, outputCount: number): Segmenter | null {
  const [, ...axes] = input.shape;
  if (input.shape.length !== 4 || input.dtype !== 'float32') return null;
  const isChannelsLast = axes[2] === 3 && axes[0] !== 3;
  const [channels, height, width] = isChannelsLast ? [axes[2], axes[0], axes[1]] : axes;
  if (channels !== 3) return null;
  const fixed = typeof height === 'number' && typeof width === 'number' ? { height, width } : null;
  const mask = readMaskShape(output, isChannelsLast);
  if (!mask || (fixed && !matchesImage(mask, fixed))) return null;
  const about = { input, output, isChannelsLast };
  const createSizeRule = (edge: number, step: number) => (image: Pick<InputImage, 'width' | 'height'>) =>
    fixed ?? freeSize(image, edge, step);
  if (mask.classes === null)
    return { ...about, kind: 'class-map', channels: imagenet, chooseSize: createSizeRule(semanticEdge, 8) };
  if (mask.classes > 2)
    return {
      ...about,
      kind: 'classes',
      channels: isChannelsLast ? centred : imagenet,
      chooseSize: createSizeRule(semanticEdge, 8),
    };
  if (isChannelsLast)
    return {
      ...about,
      kind: mask.classes === 1 ? 'matte' : 'classes',
      channels: unitRange,
      chooseSize: createSizeRule(256, 16),
    };
  if (mask.classes === 1 && outputCount >= 6)
    return { ...about, kind: 'saliency', channels: imagenet, chooseSize: createSizeRule(320, 32) };
  if (mask.classes === 1)
    return { ...about, kind: 'matte', channels: centred, chooseSize: createSizeRule(modnetEdge, modnetStep) };
  return { ...about, kind: 'classes', channels: imagenet, chooseSize: createSizeRule(semanticEdge, 8) };
}

interface MaskShape {
  /** `null` if the output contains class indices instead of a value per class. */
  readonly classes: number | null;
  readonly height: number | string | null;
  readonly width: number | string | null;
}

function readMaskShape({ shape, dtype }: TensorSpec, isChannelsLast: boolean): MaskShape | null {
  const isInteger = dtype === 'int64' || dtype === 'int32' || dtype === 'uint8';
  if (isInteger) {
    const [height = null, width = null] = shape.slice(shape.at(-1) === 1 && isChannelsLast ? -3 : -2);
    return shape.length >= 3 ? { classes: null, height, width } : null;
  }
  if (shape.length !== 4 || dtype !== 'float32') return null;
  const [, a = null, b = null, c = null] = shape;
  const [classes, height, width] = isChannelsLast ? [c, a, b] : [a, b, c];
  return typeof classes === 'number' && classes >= 1 && classes <= 256 ? { classes, height, width } : null;
}

/** A mask has the aspect ratio of its image and at most its size; free sizes are not checked. */
function matchesImage(
  { height, width }: MaskShape,
  image: { readonly height: number; readonly width: number },
): boolean {
  if (typeof height !== 'number' || typeof width !== 'number') return true;
  const isSmaller = height > 8 && width > 8 && height <= image.height && width <= image.width;
  return isSmaller && Math.abs(height / width / (image.height / image.width) - 1) < 0.02;
}

/** Scales the shorter edge to `edge`, then rounds both down to whole steps. */
function freeSize({ width, height }: Pick<InputImage, 'width' | 'height'>, edge: number, step: number) {
  const scale = edge / Math.min(width, height);
  const roundToStep = (size: number) => Math.max(step, Math.floor(Math.round(size * scale) / step) * step);
  return { width: roundToStep(width), height: roundToStep(height) };
}
