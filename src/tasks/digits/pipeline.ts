import type { InputImage, GraphSignature } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { readFloats } from '../output-floats.ts';
import { defineSingleGraph, type SingleGraphTask } from '../single-graph.ts';
import { toDistribution } from '../probabilities.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';
import { convertToMnist, mnistSide } from './convert-to-mnist.ts';
import type { DigitGuess } from './digit-guess.ts';

/**
 * The input of the MNIST model of the ONNX model zoo, as CNTK named it: its ink is 255, where other models expect 1.
 */
const byteInputName = 'Input3';

/** Reads one handwritten digit from a drawing or photo, dark on light or light on dark. */
export const digits: SingleGraphTask<InputImage, DigitGuess> = {
  check: (model) => void matchSignature(model),

  encode(image, model) {
    const { name } = matchSignature(model).input;
    const ink = convertToMnist(image);
    const data = name === byteInputName ? ink.map((fraction) => 255 * fraction) : ink;
    return { [name]: { dtype: 'float32', shape: [1, 1, mnistSide, mnistSide], data } };
  },

  decode(outputs, _, model) {
    const probabilities = Array.from(toDistribution(readFloats(outputs, matchSignature(model).output.name)));
    return { digit: probabilities.indexOf(Math.max(...probabilities)), probabilities };
  },

  listLabels: () => Array.from({ length: 10 }, (_, digit) => String(digit)),

  score: (actual, expected) => (actual.digit === expected.digit ? 1 : 0),
};

export const definition = defineSingleGraph(digits);

/** @throws AppError model-unsupported if the model does not map one 28 x 28 image to ten numbers */
function matchSignature(model: GraphSignature): { input: TensorSpec; output: TensorSpec } {
  const [[input], [output]] = [model.inputs, model.outputs];
  const fits =
    model.inputs.length === 1 &&
    input?.shape.slice(1).join() === `1,${mnistSide},${mnistSide}` &&
    output?.shape.at(-1) === 10;
  if (fits && input && output) return { input, output };
  throw createUnsupportedModelError(model, 'not-a-digit-classifier');
}
