import type { GraphSignature, InputImage } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { oneGraph } from '../one-graph.ts';
import { meanCosine } from './comparison.ts';
import { imageInputOf, imageTensor } from './image-tensor.ts';
import { described, type DescribedOutput } from './raw-output.ts';

export const definition = oneGraph<InputImage, readonly DescribedOutput[]>({
  check: (model: GraphSignature) => void imageInputOf(model),

  encode(image, model) {
    const input = imageInputOf(model);
    return { [input.name]: imageTensor(image.rgba(input.width, input.height), input) };
  },

  decode: (outputs) => rawOutputsOf(outputs),

  score: meanCosine,
});

/** The outputs in float32, in the engine's order; texts are left out. */
function rawOutputsOf(outputs: Tensors): DescribedOutput[] {
  return Object.entries(outputs).flatMap(([name, { dtype, shape, data }]) => {
    if (dtype === 'string') return [];
    return [described({ name, shape, values: dtype === 'float16' ? fromHalf(data) : Float32Array.from(data, Number) })];
  });
}

/** IEEE 754 half precision from its bits. */
function fromHalf(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const [sign, exponent, fraction] = [half & 0x8000 ? -1 : 1, (half >> 10) & 0x1f, half & 0x3ff];
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}
