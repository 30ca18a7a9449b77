import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { classifyLoss, convolve, pool } from './layers.ts';

/** Output channels of the four convolutions; pooling after the second and the fourth leaves 7 x 7. */
const channels = [16, 16, 32, 32] as const;
export const pooledSide = 7;
export const classes = 10;

/** Filters [3, 3, in, out] and a bias for each convolution; then the classifier, [7 * 7 * 32, 10] and its bias. */
export type Shapes = readonly { readonly weights: readonly number[]; readonly bias: number }[];
export const shapes: Shapes = [
  ...channels.map((out, layer) => ({ weights: [3, 3, channels[layer - 1] ?? 1, out], bias: out })),
  { weights: [pooledSide * pooledSide * channels[3], classes], bias: classes },
];

/** Weights and biases in the order of {@link shapes}. */
export type Layers = readonly { readonly weights: tf.Variable; readonly bias: tf.Variable }[];

/** Uniform starting weights of He's variance for ReLU, 2 / inputs (https://arxiv.org/abs/1502.01852); biases 0. */
export function startingLayers(random: () => number): Layers {
  return shapes.map(({ weights, bias }) => {
    const inputs = weights.slice(0, -1).reduce((product, size) => product * size, 1);
    const reach = Math.sqrt(6 / inputs);
    const values = Float32Array.from({ length: inputs * bias }, () => (random() * 2 - 1) * reach);
    return { weights: tf.variable(tf.tensor(values, [...weights])), bias: tf.variable(tf.zeros([bias])) };
  });
}

/** Mean loss over a batch: images [n, 28, 28, 1], one-hot labels [n, 10]. */
export function loss(layers: Layers, images: Tensor4D, wanted: Tensor2D): tf.Scalar {
  const convolved = layers.slice(0, -1).reduce((x, { weights, bias }, layer) => {
    const y = convolve(x, weights as tf.Tensor as Tensor4D, bias as tf.Tensor as Tensor1D);
    return layer % 2 === 1 ? pool(y) : y;
  }, images);
  const { weights, bias } = layers.at(-1)!;
  return classifyLoss(convolved, weights as tf.Tensor as Tensor2D, bias as tf.Tensor as Tensor1D, wanted);
}
