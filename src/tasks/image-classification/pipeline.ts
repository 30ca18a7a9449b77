import { AppError } from '#core/errors/error.ts';
import type { InputImage } from '#core/task/task.ts';
import { countElements, type Tensor } from '#core/engine/tensor.ts';
import { defineSingleGraph, type SingleGraphTask } from '../single-graph.ts';
import { toNchw, toNhwc } from '../pixels.ts';
import { recogniseClassifier, type Classifier } from './classifier-families.ts';
import { centreCrop } from './centre-crop.ts';
import { toProbabilities } from '../probabilities.ts';
import type { Classification } from './classification.ts';

/** The number of classes in a result. */
const named = 10;

/** Classifies an image: the likeliest classes, best first. */
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
      .slice(0, named);
  },

  listLabels: (model) => recogniseClassifier(model).labels,

  score: (actual, expected) => (actual[0]?.label === expected[0]?.label ? 1 : 0),
};

const forGraph = defineSingleGraph(imageClassification);

/** Its labels can be in the metadata of the file. */
export const definition: typeof forGraph = {
  ...forGraph,
  async bind({ graphs: { model }, files }) {
    const header = await model?.readHeader();
    if (!model || !header) return forGraph.bind({ graphs: { ...(model && { model }) }, files });
    return forGraph.bind({
      graphs: { model: { ...model, facts: { ...model.facts, metadata: header.metadata } } },
      files,
    });
  },
};

/** Encodes the image as the model's input. In a fixed batch it is the first element; the others stay 0. */
export function encodeImage(
  image: InputImage,
  { input, layout, batch, side, channels, cropRatio }: Classifier,
): Tensor {
  const square = centreCrop(image, side, cropRatio);
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
