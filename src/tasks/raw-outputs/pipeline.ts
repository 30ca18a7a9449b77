import { fromFloat16 } from '#core/encoding/float16.ts';
import type { GraphSignature, InputImage } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { defineSingleGraph } from '../single-graph.ts';
import { computeMeanCosine } from './compare-outputs.ts';
import { findImageInput, createImageTensor } from './image-tensor.ts';
import { describeOutput, type DescribedOutput } from './raw-output.ts';

export const definition = defineSingleGraph<InputImage, readonly DescribedOutput[]>({
  check: (model: GraphSignature) => void findImageInput(model),

  encode(image, model) {
    const input = findImageInput(model);
    return { [input.name]: createImageTensor(image.readRgba(input.width, input.height), input) };
  },

  decode: (outputs) => toRawOutputs(outputs),

  score: computeMeanCosine,
});

/** Converts the outputs to float32, in the engine's order; string tensors are omitted. */
function toRawOutputs(outputs: Tensors): DescribedOutput[] {
  return Object.entries(outputs).flatMap(([name, { dtype, shape, data }]) => {
    if (dtype === 'string') return [];
    return [
      describeOutput({
        name,
        shape,
        values: dtype === 'float16' ? Float32Array.from(data, fromFloat16) : Float32Array.from(data, Number),
      }),
    ];
  });
}
