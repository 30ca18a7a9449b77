import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { computeCrossEntropy, convolve, maxPool, standardise } from './layers.ts';

/** A classifier of square images: 3 x 3 convolutions with ReLU, and one fully connected layer. */
export interface Net {
  /** Side of an image in pixels. */
  readonly side: number;
  readonly channels: number;
  readonly classes: number;
  /** `isPooled`: whether pooling halves width and height after the convolution. */
  readonly convolutions: readonly { readonly channels: number; readonly isPooled: boolean }[];
  /** Whether filters are standardised in training ({@link standardise}). */
  readonly isStandardised: boolean;
}

/**
 * The effective weights and biases of layers: filters [3, 3, in, out] of the convolutions, then [positions * in,
 * classes].
 */
export type TrainedLayers = readonly { readonly weights: Float32Array; readonly bias: Float32Array }[];

/** The trainable parameters of a layer; `gain` is `null` for filters that are not standardised. */
interface Layer {
  readonly weights: tf.Variable;
  readonly bias: tf.Variable;
  readonly gain: tf.Variable | null;
}
export type Layers = readonly Layer[];

/** The gain of standardised filters that preserves the variance with ReLU: sqrt(2 / (1 - 1 / pi)). */
const initialGain = 1.7139;

/** Counts the values of an image. */
export function countImageValues({ side, channels }: Net): number {
  return side * side * channels;
}

/** Computes the width and height after the last convolution. */
export function computePooledSide({ side, convolutions }: Net): number {
  return side / 2 ** convolutions.filter(({ isPooled }) => isPooled).length;
}

/** Lists the shapes of the weights and lengths of the biases, in the order of {@link Layers}. */
export function listLayerShapes(net: Net): readonly { readonly weights: readonly number[]; readonly bias: number }[] {
  const channels = [net.channels, ...net.convolutions.map((layer) => layer.channels)];
  return [
    ...net.convolutions.map((layer, index) => ({
      weights: [3, 3, channels[index]!, layer.channels],
      bias: layer.channels,
    })),
    { weights: [computePooledSide(net) ** 2 * channels.at(-1)!, net.classes], bias: net.classes },
  ];
}

/**
 * Creates uniform initial weights with He's variance for ReLU, 2 / inputs (https://arxiv.org/abs/1502.01852), and
 * biases of 0.
 */
export function createInitialLayers(net: Net, random: () => number): Layers {
  return listLayerShapes(net).map(({ weights, bias }, index) => {
    const inputs = weights.slice(0, -1).reduce((product, size) => product * size, 1);
    const bound = Math.sqrt(6 / inputs);
    const values = Float32Array.from({ length: inputs * bias }, () => (random() * 2 - 1) * bound);
    const hasGain = net.isStandardised && index < net.convolutions.length;
    return {
      weights: tf.variable(tf.tensor(values, [...weights])),
      bias: tf.variable(tf.zeros([bias])),
      gain: hasGain ? tf.variable(tf.tensor(new Float32Array(bias).fill(initialGain))) : null,
    };
  });
}

/**
 * Computes the weights of a layer in the forward pass, standardised if the layer has a gain. The shape is unchanged.
 */
export function computeEffectiveWeights({ weights, gain }: Layer): tf.Tensor {
  return gain ? standardise(weights as tf.Tensor as Tensor4D, gain as tf.Tensor as Tensor1D) : weights;
}

/** Computes the mean loss of a batch of images [n, side, side, channels] with one-hot labels [n, classes]. */
export function computeBatchLoss(net: Net, layers: Layers, images: Tensor4D, oneHotLabels: Tensor2D): tf.Scalar {
  const convolved = net.convolutions.reduce((x, { isPooled }, index) => {
    const y = convolve(
      x,
      computeEffectiveWeights(layers[index]!) as Tensor4D,
      layers[index]!.bias as tf.Tensor as Tensor1D,
    );
    return isPooled ? maxPool(y) : y;
  }, images);
  const { weights, bias } = layers.at(-1)!;
  return computeCrossEntropy(convolved, weights as tf.Tensor as Tensor2D, bias as tf.Tensor as Tensor1D, oneHotLabels);
}
