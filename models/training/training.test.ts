import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { measureAccuracy, computeProbabilities } from './accuracy.ts';
import type { LabelledImages } from './labelled-images.ts';
import { standardise } from './layers.ts';
import { computeBatchLoss, listLayerShapes, type Net, type TrainedLayers } from './net.ts';
import { encodeNet } from './onnx.ts';
import { train, type Schedule } from './train.ts';

// Whole networks run on one thread, which takes seconds while other tests run.
const timeout = 60_000;
setThreadsCount(1);

const net: Net = {
  side: 8,
  channels: 3,
  classes: 3,
  convolutions: [
    { channels: 8, isPooled: true },
    { channels: 8, isPooled: false },
  ],
  isStandardised: true,
};
const schedule: Schedule = { seed: 1, epochs: 4, batchSize: 8, peakRate: 0.02 };
const copyUnchanged = (from: Float32Array, to: Float32Array) => to.set(from);

/** Creates noise images in which the channel of the class is brighter. */
function createColouredImages(count: number, seed: number): LabelledImages {
  const random = createSeededRandom(seed);
  const labels = Uint8Array.from({ length: count }, (_, item) => item % 3);
  const images = Float32Array.from({ length: count * 192 }, (_, index) => {
    const isBright = index % 3 === labels[Math.floor(index / 192)];
    return random() * 2 - 1 + (isBright ? 0.5 : 0);
  });
  return { images, labels };
}

test(
  'the ONNX file of a standardised net has the final training loss and classifies new images',
  { timeout },
  async () => {
    const dataset = createColouredImages(120, 1);
    const trained = await train(net, dataset, copyUnchanged, schedule, () => {});
    const onnx = encodeNet('coloured', net, trained);
    const probabilities = await computeProbabilities(net, onnx, dataset.images);
    const loss = dataset.labels.reduce((sum, label, item) => sum - Math.log(probabilities[item * 3 + label]!), 0);
    expect(loss / dataset.labels.length).toBeCloseTo(computeLoss(trained, dataset), 4);
    expect(await measureAccuracy(net, onnx, createColouredImages(60, 2))).toBeGreaterThan(0.95);
  },
);

/** Computes the mean loss of the effective weights in the engine of the trainer. */
function computeLoss(trained: TrainedLayers, { images, labels }: LabelledImages): number {
  const shapes = listLayerShapes(net);
  const layers = trained.map(({ weights, bias }, layer) => ({
    weights: tf.variable(tf.tensor(weights, [...shapes[layer]!.weights])),
    bias: tf.variable(tf.tensor(bias)),
    gain: null,
  }));
  const oneHotLabels = tf.oneHot(tf.tensor1d(labels, 'int32'), net.classes) as tf.Tensor2D;
  return computeBatchLoss(
    net,
    layers,
    tf.tensor4d(images, [labels.length, net.side, net.side, 3]),
    oneHotLabels,
  ).dataSync()[0]!;
}

test('standardised filters have mean 0 and the gain as norm, and gradients match finite differences', async () => {
  await tf.setBackend('wasm');
  const random = createSeededRandom(3);
  const drawNumbers = (length: number) => Float32Array.from({ length }, () => random() * 2 - 1);
  const [filter, gain, factors] = [drawNumbers(36), Float32Array.of(0.5, 2), drawNumbers(36)];
  const standardiseFilters = (values: Float32Array, gains: Float32Array) =>
    standardise(tf.tensor4d(values, [3, 3, 2, 2]), tf.tensor1d(gains));

  const output = standardiseFilters(filter, gain).dataSync<'float32'>();
  for (const [channel, norm] of gain.entries()) {
    const weights = output.filter((_, index) => index % 2 === channel);
    expect(weights.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
    expect(Math.hypot(...weights)).toBeCloseTo(norm, 5);
  }

  const computeWeightedSum = (values: Float32Array, gains: Float32Array) =>
    standardiseFilters(values, gains)
      .dataSync<'float32'>()
      .reduce((sum, value, i) => sum + value * factors[i]!, 0);
  const sum = tf.customGrad((x) => ({
    value: tf.sum(tf.mul(x as tf.Tensor, tf.tensor4d(factors, [3, 3, 2, 2]))),
    gradFunc: () => tf.tensor4d(factors, [3, 3, 2, 2]),
  }));
  const gradients = tf.grads((x, g) => sum(standardise(x as tf.Tensor4D, g as tf.Tensor1D)));
  const [filterGradient, gainGradient] = gradients([tf.tensor4d(filter, [3, 3, 2, 2]), tf.tensor1d(gain)]);
  const step = 1e-3;
  const computeDifference = (values: Float32Array, position: number, compute: (changed: Float32Array) => number) =>
    (compute(values.with(position, values[position]! + step)) -
      compute(values.with(position, values[position]! - step))) /
    (2 * step);
  for (const at of [0, 7, 20, 35])
    expect(filterGradient!.dataSync()[at]).toBeCloseTo(
      computeDifference(filter, at, (changed) => computeWeightedSum(changed, gain)),
      2,
    );
  for (const at of [0, 1])
    expect(gainGradient!.dataSync()[at]).toBeCloseTo(
      computeDifference(gain, at, (changed) => computeWeightedSum(filter, changed)),
      2,
    );
});
