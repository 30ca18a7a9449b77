import * as tf from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

// The layers of a net with their gradients. tfjs has wasm kernels for every forward step, but none for the gradient
// of a convolution's filter or of max pooling: so each gradient is expressed with forward kernels.

/** An operation with its own gradient function, which returns one gradient for each of `inputs`. */
function withGradients(
  inputs: Tensor[],
  forward: () => { value: Tensor; saved: Tensor[] },
  gradients: (error: Tensor, saved: Tensor[]) => Tensor[],
): Tensor {
  const operation = tf.customGrad((...given) => {
    const { value, saved } = forward();
    (given.at(-1) as GradSaveFunc)(saved);
    return { value, gradFunc: gradients };
  });
  return operation(...inputs);
}

/**
 * Scaled weight standardisation (https://arxiv.org/abs/2101.08692): each filter of [3, 3, in, out] has mean 0 and the
 * Euclidean norm `gain` [out]. It keeps the variance of the activations as batch normalisation does, and costs nothing
 * once trained.
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
      const along = tf.sum(tf.mul(flat, unit!), 0);
      const across = tf.mul(tf.sub(flat, tf.mul(unit!, along)), tf.div(gains!, norm!));
      return [tf.reshape(tf.sub(across, tf.mean(across, 0)), filter.shape), along];
    },
  ) as Tensor4D;
}

/** 3 x 3 convolution of [n, h, w, in] by [3, 3, in, out], zero-padded to the same size, and ReLU. */
export function convolve(x: Tensor4D, filter: Tensor4D, bias: Tensor1D): Tensor4D {
  return withGradients(
    [x, filter, bias],
    () => {
      const value = tf.fused.conv2d({ x, filter, bias, strides: 1, pad: 'same', activation: 'relu' });
      return { value, saved: [x, filter, value] };
    },
    (error, [x, filter, value]) => {
      const active = tf.mul(error, tf.step(value!)) as Tensor4D;
      return [toInput(active, filter as Tensor4D), toFilter(x as Tensor4D, active), tf.sum(active, [0, 1, 2])];
    },
  ) as Tensor4D;
}

/** Backpropagates the error: convolved with the filter rotated by 180 degrees, in and out swapped. */
function toInput(error: Tensor4D, filter: Tensor4D): Tensor4D {
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as Tensor4D;
  return tf.conv2d(error, turned, 1, 'same');
}

/** Correlates input and error at each of the nine offsets: a convolution with the batch as its channels. */
function toFilter(x: Tensor4D, error: Tensor4D): Tensor4D {
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

/** The largest of every 2 x 2: half the height and width. The error is propagated to the largest value. */
export function pool(x: Tensor4D): Tensor4D {
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

/** Mean cross-entropy of softmax(x · weights + bias) against `oneHotLabels`; x is flattened. */
export function classifyLoss(x: Tensor4D, weights: Tensor2D, bias: Tensor1D, oneHotLabels: Tensor2D): tf.Scalar {
  return withGradients(
    [x, weights, bias],
    () => {
      const flat = tf.reshape(x, [x.shape[0], -1]);
      const likely = tf.softmax(tf.add(tf.matMul(flat, weights), bias));
      const value = tf.neg(tf.mean(tf.log(tf.sum(tf.mul(likely, oneHotLabels), 1))));
      return { value, saved: [flat, weights, likely] };
    },
    (error, [flat, weights, likely]) => {
      const miss = tf.mul(tf.sub(likely!, oneHotLabels), tf.div(error, x.shape[0]));
      const back = tf.reshape(tf.matMul(miss, tf.transpose(weights!)), x.shape);
      return [back, tf.matMul(tf.transpose(flat!), miss), tf.sum(miss, 0)];
    },
  ) as tf.Scalar;
}
