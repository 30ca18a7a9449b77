import type { InputImage, GraphSignature } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { imagenetRgb, signedUnitRgb, unitRgb, type Channels } from '../pixels.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';

/** How a model segments an image. */
export interface Segmenter {
  readonly input: TensorSpec;
  readonly output: TensorSpec;
  readonly isChannelsLast: boolean;
  readonly channels: Channels;
  /**
   * What the output contains. `matte`: the alpha of the foreground; `saliency`: the same with an unknown range;
   * `classes`: one value for each class; `class-map`: the class id.
   */
  readonly outputKind: 'matte' | 'saliency' | 'classes' | 'class-map';
  /** Chooses the size of the input for an image. */
  chooseSize(image: Pick<InputImage, 'width' | 'height'>): { readonly width: number; readonly height: number };
}

// Channels: `unitRgb` in MediaPipe's selfie segmentation (`selfie_segmentation_cpu.pbtxt`), `signedUnitRgb` in MODNet
// (`onnx/inference_onnx.py` of https://github.com/ZHKKKe/MODNet) and DeepLab on MobileNetV2, `imagenetRgb` in U2-Net as
// rembg runs it and in torchvision's semantic models.
/** MODNet's reference size of the shorter edge, and the step: each edge must be a multiple of it. */
const [modnetEdge, modnetStep] = [512, 32];
/** The shorter edge for semantic models with free sizes, as in torchvision's transform. */
const semanticEdge = 520;

/** @throws AppError model-unsupported if the model does not map one colour image to a mask */
export function recogniseSegmenter(model: GraphSignature): Segmenter {
  const [input] = model.inputs;
  const output = model.outputs[0];
  const segmenter = model.inputs.length === 1 && input && output && recogniseGraph(input, output, model.outputs.length);
  if (segmenter) return segmenter;
  throw createUnsupportedModelError(model, 'not-for-this-task');
}

function recogniseGraph(input: TensorSpec, output: TensorSpec, outputCount: number): Segmenter | null {
  const [, ...axes] = input.shape;
  if (input.shape.length !== 4 || input.dtype !== 'float32') return null;
  const isChannelsLast = axes[2] === 3 && axes[0] !== 3;
  const [channels, height, width] = isChannelsLast ? [axes[2], axes[0], axes[1]] : axes;
  if (channels !== 3) return null;
  const fixedSize = typeof height === 'number' && typeof width === 'number' ? { height, width } : null;
  const mask = readMaskShape(output, isChannelsLast);
  if (!mask || (fixedSize && !matchesImage(mask, fixedSize))) return null;
  const common = { input, output, isChannelsLast };
  const createSizeChooser = (edge: number, step: number) => (image: Pick<InputImage, 'width' | 'height'>) =>
    fixedSize ?? computeFreeSize(image, edge, step);
  if (mask.classes === null)
    return {
      ...common,
      outputKind: 'class-map',
      channels: imagenetRgb,
      chooseSize: createSizeChooser(semanticEdge, 8),
    };
  if (mask.classes > 2)
    return {
      ...common,
      outputKind: 'classes',
      channels: isChannelsLast ? signedUnitRgb : imagenetRgb,
      chooseSize: createSizeChooser(semanticEdge, 8),
    };
  if (isChannelsLast)
    return {
      ...common,
      outputKind: mask.classes === 1 ? 'matte' : 'classes',
      channels: unitRgb,
      chooseSize: createSizeChooser(256, 16),
    };
  if (mask.classes === 1 && outputCount >= 6)
    return { ...common, outputKind: 'saliency', channels: imagenetRgb, chooseSize: createSizeChooser(320, 32) };
  if (mask.classes === 1)
    return {
      ...common,
      outputKind: 'matte',
      channels: signedUnitRgb,
      chooseSize: createSizeChooser(modnetEdge, modnetStep),
    };
  return { ...common, outputKind: 'classes', channels: imagenetRgb, chooseSize: createSizeChooser(semanticEdge, 8) };
}

interface MaskShape {
  /** `null` if the output contains class ids instead of a value for each class. */
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

/** Whether a mask has the aspect ratio of its image and at most its size; free sizes are not checked. */
function matchesImage(
  { height, width }: MaskShape,
  image: { readonly height: number; readonly width: number },
): boolean {
  if (typeof height !== 'number' || typeof width !== 'number') return true;
  const isSmaller = height > 8 && width > 8 && height <= image.height && width <= image.width;
  return isSmaller && Math.abs(height / width / (image.height / image.width) - 1) < 0.02;
}

/** Scales the shorter edge to `edge`, then rounds both edges down to a multiple of `step`. */
function computeFreeSize({ width, height }: Pick<InputImage, 'width' | 'height'>, edge: number, step: number) {
  const scale = edge / Math.min(width, height);
  const roundToStep = (size: number) => Math.max(step, Math.floor(Math.round(size * scale) / step) * step);
  return { width: roundToStep(width), height: roundToStep(height) };
}
