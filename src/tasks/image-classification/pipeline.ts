import { AppError } from '#core/errors/error.ts';
import type { InputImage } from '#core/task/task.ts';
import { countElements, type Tensor } from '#core/engine/tensor.ts';
import { defineSingleGraph, type SingleGraphTask } from '../single-graph.ts';
import { toNchw, toNhwc } from '../pixels.ts';
import { recogniseClassifier, type Classifier } from './classifier-families.ts';
import { cropCentre } from './crop-centre.ts';
import { toProbabilities } from '../probabilities.ts';
import type { Classification } from './classification.ts';

/** Maximum number of classes in a result. */
const maxClasses = 10;

/** Classifies an image: returns the likeliest classes, in descending order of probability. */
export const imageClassification: SingleGraphTask<InputImage, readonly Classification[]> = {
  check: (model) => void recogniseClassifier(model),

  encode(image, model) {
    const classifier = recogniseClassifier(model);
    return { [classifier.input.name]: encodeImage(image, classifier) };
  },

  decode(outputs, _, model) {
    const { output, labels } = recogniseClassifier(model);
    const probabilities = toProbabilities(outputs[output.name]!, labels.length);
    return labels
      .map((label, index) => ({ label, probability: probabilities[index]! }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, maxClasses);
  },

  listLabels: (model) => recogniseClassifier(model).labels,

  score: (actual, expected) => (actual[0]?.label === expected[0]?.label ? 1 : 0),
};

const singleGraph = defineSingleGraph(imageClassification);

/** Reads the header of the file before binding, because its metadata can contain the labels. */
export const definition: typeof singleGraph = {
  ...singleGraph,
  async bind({ graphs: { model }, files }) {
    const header = await model?.readHeader();
    if (!model || !header) return singleGraph.bind({ graphs: { ...(model && { model }) }, files });
    return singleGraph.bind({
      graphs: { model: { ...model, facts: { ...model.facts, metadata: header.metadata } } },
      files,
    });
  },
};

/**
 * Encodes an image as the model's input. If the batch size is fixed, the image is its first element; the others are 0.
 */
export function encodeImage(
  image: InputImage,
  { input, layout, batch, side, channels, cropRatio }: Classifier,
): Tensor {
  const square = cropCentre(image, side, cropRatio);
  const isChannelsLast = layout === 'channels-last';
  const values = isChannelsLast ? toNhwc(square, channels) : toNchw(square, channels);
  const shape = isChannelsLast ? [batch, side, side, 3] : [batch, 3, side, side];
  const floats = batch === 1 ? values : new Float32Array(countElements(shape));
  if (batch > 1) floats.set(values);
  switch (input.dtype) {
    case 'float32':
      return { dtype: 'float32', shape, data: floats };
    case 'float16':
      return { dtype: 'float16', shape, data: new Uint16Array(new Float16Array(floats).buffer) };
    case 'uint8':
      return { dtype: 'uint8', shape, data: Uint8Array.from(floats) };
    case 'int8':
      return { dtype: 'int8', shape, data: Int8Array.from(floats) };
    default:
      throw new AppError('model-unsupported', { model: input.name, reason: 'image-type', type: input.dtype });
  }
}
