import { readClassifierMetadata } from '#core/model/classifier-metadata.ts';
import type { GraphSignature } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { imagenetRgb, rawBytes, signedUnitRgb, type Channels } from '../pixels.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';
import { imagenetLabels } from './imagenet-labels.ts';

/**
 * Pre-processing and labels of a family of classifiers. A model file does not specify them, unless Assay wrote it
 * (`classifier-metadata.ts`); {@link inferFamily} infers them from its inputs and outputs.
 */
export interface ClassifierFamily {
  readonly labels: readonly string[];
  readonly channels: Channels;
  /** Side of the centre crop as a fraction of the image's shorter side. */
  readonly cropRatio: number;
}

export interface Classifier extends ClassifierFamily {
  readonly input: TensorSpec;
  readonly output: TensorSpec;
  readonly layout: 'channels-first' | 'channels-last';
  readonly batch: number;
  readonly side: number;
}

/** ImageNet evaluation scales the shorter side to 256 and crops to 224; the same ratio is used at other sizes. */
const imagenetCropRatio = 0.875;

/** torchvision and the ONNX model zoo. */
const torchvision: ClassifierFamily = {
  labels: imagenetLabels,
  channels: imagenetRgb,
  cropRatio: imagenetCropRatio,
};

/** Caffe: BGR bytes minus their mean. */
const caffe: ClassifierFamily = {
  labels: imagenetLabels,
  channels: { order: 'bgr', mean: [103.94, 116.78, 123.68], std: [1, 1, 1] },
  cropRatio: imagenetCropRatio,
};

/** TensorFlow's slim models and Keras: scaled to -1 to 1. */
const tensorflow: ClassifierFamily = {
  labels: imagenetLabels,
  channels: signedUnitRgb,
  cropRatio: imagenetCropRatio,
};

/** The mean and standard deviation of CIFAR-10's images, with which models for it are usually trained in PyTorch. */
const cifar10: ClassifierFamily = {
  labels: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  channels: { order: 'rgb', mean: [125.307, 122.961, 113.8575], std: [62.985, 62.0925, 66.708] },
  cropRatio: 1,
};

/**
 * Infers the family of a model by the first rule that matches: labels in the metadata; ten classes at 32 x 32 are
 * CIFAR-10; integer inputs are unscaled bytes; channels last is TensorFlow's layout; an output with four axes comes
 * from Caffe's global pooling; otherwise torchvision. With 1001 classes, the first is the background, which TensorFlow
 * adds. The labels of other numbers of classes are unknown.
 */
function inferFamily(
  { metadata }: GraphSignature,
  [input, output]: readonly [TensorSpec, TensorSpec],
  side: number,
  isChannelsLast: boolean,
): ClassifierFamily {
  const outputAxes = output.shape.length > 1 ? output.shape.slice(1) : output.shape;
  const classes = outputAxes.reduce<number>((product, size) => product * Number(size), 1);
  const storedMetadata = readClassifierMetadata(metadata);
  if (storedMetadata?.labels.length === classes) {
    const { labels, cropRatio, pixels } = storedMetadata;
    return { labels, cropRatio, channels: { order: 'rgb', ...pixels } };
  }
  if (classes === 10 && side === 32) return cifar10;
  const knownLabels = classes === 1001 ? ['background', ...imagenetLabels] : imagenetLabels;
  const labels = knownLabels.length === classes ? knownLabels : [];
  if (input.dtype === 'uint8') return { labels, channels: { order: 'rgb', ...rawBytes }, cropRatio: imagenetCropRatio };
  if (input.dtype === 'int8')
    return {
      labels,
      channels: { order: 'rgb', mean: [128, 128, 128], std: [1, 1, 1] },
      cropRatio: imagenetCropRatio,
    };
  if (isChannelsLast) return { ...tensorflow, labels };
  return { ...(output.shape.length === 4 ? caffe : torchvision), labels };
}

/** @throws AppError model-unsupported if the model does not map one square colour image to known classes */
export function recogniseClassifier(model: GraphSignature): Classifier {
  const classifier = recogniseImageModel(model);
  if (classifier && classifier.labels.length > 0) return classifier;
  throw createUnsupportedModelError(model, 'not-an-image-classifier');
}

/**
 * Recognises a model of one square colour image, such as a classifier or an image encoder; `null` for another model.
 * If its classes are unknown, `labels` is empty and the pre-processing is that of ImageNet classifiers.
 */
export function recogniseImageModel(model: GraphSignature): Classifier | null {
  const [[input], [output]] = [model.inputs, model.outputs];
  if (model.inputs.length !== 1 || input?.shape.length !== 4 || !output) return null;
  const [batch, ...axes] = input.shape;
  const isChannelsLast = axes[2] === 3;
  const [channels, height, width] = isChannelsLast ? [axes[2], axes[0], axes[1]] : axes;
  if (channels !== 3 || typeof height !== 'number' || height !== width) return null;
  return {
    ...inferFamily(model, [input, output], height, isChannelsLast),
    input,
    output,
    layout: isChannelsLast ? 'channels-last' : 'channels-first',
    batch: typeof batch === 'number' ? batch : 1,
    side: height,
  };
}
