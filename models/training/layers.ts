import * as tf from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

// The layers of a network with their gradients. tfjs has wasm kernels for every forward step, but none for the
// gradients of a convolution's filter and of max pooling, so gradients are expressed with forward kernels.

/** Runs an operation with a custom gradient function, which returns one gradient for each input. */
function withGradients(
  inputs: Tensor[],
  forward: () => { value: Tensor; saved: Tensor[] },
  gradients: (error: Tensor, saved: Tensor[]) => Tensor[],
): Tensor {
  const operation = tf.customGrad((...parameters) => {
    const { value, saved } = forward();
    (parameters.at(-1) as GradSaveFunc)(saved);
    return { value, gradFunc: gradients };
  });
  return operation(...inputs);
}

/**
 * Applies scaled weight standardisation (https://arxiv.org/abs/2101.08692): each filter of [3, 3, in, out] has mean 0
 * and the Euclidean norm `gain` [out]. It preserves the variance of activations, like batch normalisation, without
 * costs after training.
 */
export function standardise(filter: Tensor4D, gain: Tensor1D): Tensor4D {
  const [rows, outputs] = [filter.size / gain.size, gain.size];
  return withGradients(
    [filter, gain],
    () => {
      const flat = tf.reshape(filter, [rows, outputs]);
      const centred = tf.sub(flat, tf.mean(flat, 0));
      const norm = tf.sqrt(tf.add(tf.sum(tf.square(centred), 0), 1e-6));
      const unit = tf.div(centred, norm);
      return { value: tf.reshape(tf.mul(unit, gain), filter.shape), saved: [unit, norm, gain] };
    },
    (error, [unit, norm, gains]) => {
      const flat = tf.reshape(error, [rows, outputs]);
      const parallelPart = tf.sum(tf.mul(flat, unit!), 0);
      const orthogonalPart = tf.mul(tf.sub(flat, tf.mul(unit!, parallelPart)), tf.div(gains!, norm!));
      return [tf.reshape(tf.sub(orthogonalPart, tf.mean(orthogonalPart, 0)), filter.shape), parallelPart];
    },
  ) as Tensor4D;
}

/** Computes a 3 x 3 convolution of [n, h, w, in] by [3, 3, in, out], zero-padded to the same size, and ReLU. */
export function convolve(x: Tensor4D, filter: Tensor4D, bias: Tensor1D): Tensor4D {
  return withGradients(
    [x, filter, bias],
    () => {
      const value = tf.fused.conv2d({ x, filter, bias, strides: 1, pad: 'same', activation: 'relu' });
      return { value, saved: [x, filter, value] };
    },
    (error, [x, filter, value]) => {
      const reluError = tf.mul(error, tf.step(value!)) as Tensor4D;
      return [
        computeInputGradient(reluError, filter as Tensor4D),
        computeFilterGradient(x as Tensor4D, reluError),
        tf.sum(reluError, [0, 1, 2]),
      ];
    },
  ) as Tensor4D;
}

/**
 * Computes the input's gradient: convolves the error with the filter, rotated by 180 degrees and with in and out
 * swapped.
 */
function computeInputGradient(error: Tensor4D, filter: Tensor4D): Tensor4D {
  const rotated = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as Tensor4D;
  return tf.conv2d(error, rotated, 1, 'same');
}

/**
 * Computes the filter's gradient: correlates input and error at each of the nine offsets, as a convolution with the
 * batch as channels.
 */
function computeFilterGradient(x: Tensor4D, error: Tensor4D): Tensor4D {
  const padded = tf.pad(x, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  const swapped = tf.transpose(padded, [3, 1, 2, 0]) as Tensor4D;
  const kernel = tf.transpose(error, [1, 2, 0, 3]) as Tensor4D;
  return tf.transpose(tf.conv2d(swapped, kernel, 1, 'valid'), [1, 2, 0, 3]) as Tensor4D;
}

/** Computes 2 x 2 max pooling, whose gradient goes to the maximum. */
export function maxPool(x: Tensor4D): Tensor4D {
  return withGradients(
    [x],
    () => {
      const value = tf.maxPool(x, 2, 2, 'valid');
      return { value, saved: [x, value] };
    },
    (error, [x, value]) => [tf.mul(upsample(error), tf.cast(tf.equal(x!, upsample(value!)), 'float32'))],
  ) as Tensor4D;
}

function upsample(x: Tensor): Tensor4D {
  const [, height = 0, width = 0] = x.shape;
  return tf.image.resizeNearestNeighbor(x as Tensor4D, [height * 2, width * 2]);
}

/** Computes the mean cross-entropy of softmax(x · weights + bias) and `oneHotLabels`, with flattened x. */
export function computeCrossEntropy(x: Tensor4D, weights: Tensor2D, bias: Tensor1D, oneHotLabels: Tensor2D): tf.Scalar {
  return withGradients(
    [x, weights, bias],
    () => {
      const flat = tf.reshape(x, [x.shape[0], -1]);
      const probabilities = tf.softmax(tf.add(tf.matMul(flat, weights), bias));
      const value = tf.neg(tf.mean(tf.log(tf.sum(tf.mul(probabilities, oneHotLabels), 1))));
      return { value, saved: [flat, weights, probabilities] };
    },
    (error, [flat, weights, probabilities]) => {
      const logitGradient = tf.mul(tf.sub(probabilities!, oneHotLabels), tf.div(error, x.shape[0]));
      const inputGradient = tf.reshape(tf.matMul(logitGradient, tf.transpose(weights!)), x.shape);
      return [inputGradient, tf.matMul(tf.transpose(flat!), logitGradient), tf.sum(logitGradient, 0)];
    },
  ) as tf.Scalar;
}
