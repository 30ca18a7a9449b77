import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { createSeededRandom } from '#core/random.ts';
import type { LabelledImages } from './labelled-images.ts';
import {
  countImageValues,
  computeBatchLoss,
  createInitialLayers,
  computeEffectiveWeights,
  type Layers,
  type Net,
  type TrainedLayers,
} from './net.ts';

/** The training schedule of a network. */
export interface Schedule {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** The learning rate after the warm-up, from which it decreases to 0 along half a cosine. */
  readonly peakRate: number;
}

/** Writes an augmented copy of an image to `target`, which has the same length. */
export type Augment = (source: Float32Array, target: Float32Array, random: () => number) => void;

const momentum = 0.9;
const warmupEpochs = 0.2;

/**
 * Trains a network on one wasm thread, with new augmentations and a new order in each epoch. The same images and schedule give
 * the same weights, bit for bit.
 */
export async function train(
  net: Net,
  dataset: LabelledImages,
  augment: Augment,
  schedule: Schedule,
  onEpoch: (epoch: number, meanLoss: number) => void,
): Promise<TrainedLayers> {
  setThreadsCount(1);
  await tf.setBackend('wasm');
  const random = createSeededRandom(schedule.seed);
  const layers = createInitialLayers(net, random);
  const optimiser = tf.train.momentum(0, momentum, true);
  const stepsPerEpoch = Math.floor(dataset.labels.length / schedule.batchSize);
  for (let epoch = 0; epoch < schedule.epochs; epoch++) {
    const order = shuffleIndices(dataset.labels.length, random);
    let lossSum = 0;
    for (let step = 0; step < stepsPerEpoch; step++) {
      optimiser.setLearningRate(computeLearningRate((epoch * stepsPerEpoch + step) / stepsPerEpoch, schedule));
      const batchIndices = order.subarray(step * schedule.batchSize, (step + 1) * schedule.batchSize);
      lossSum += takeStep(
        net,
        layers,
        optimiser,
        createBatch(net, dataset, batchIndices, (from, to) => augment(from, to, random)),
      );
    }
    onEpoch(epoch, lossSum / stepsPerEpoch);
  }
  const trainedLayers = tf.tidy(() =>
    layers.map((layer) => ({ weights: readValues(computeEffectiveWeights(layer)), bias: readValues(layer.bias) })),
  );
  for (const { weights, bias, gain } of layers) {
    tf.dispose([weights, bias]);
    gain?.dispose();
  }
  optimiser.dispose();
  return trainedLayers;
}

interface Batch {
  readonly images: Float32Array;
  readonly oneHotLabels: Float32Array;
}

function takeStep(net: Net, layers: Layers, optimiser: tf.Optimizer, { images, oneHotLabels }: Batch): number {
  return tf.tidy(() => {
    const size = oneHotLabels.length / net.classes;
    const x = tf.tensor4d(images, [size, net.side, net.side, net.channels]);
    const y = tf.tensor2d(oneHotLabels, [size, net.classes]);
    return optimiser.minimize(() => computeBatchLoss(net, layers, x, y), true)!.dataSync()[0]!;
  });
}

function createBatch(
  net: Net,
  { images, labels }: LabelledImages,
  selected: Uint32Array,
  augment: (from: Float32Array, to: Float32Array) => void,
): Batch {
  const size = countImageValues(net);
  const batch = {
    images: new Float32Array(selected.length * size),
    oneHotLabels: new Float32Array(selected.length * net.classes),
  };
  selected.forEach((item, slot) => {
    const from = images.subarray(item * size, (item + 1) * size);
    augment(from, batch.images.subarray(slot * size, (slot + 1) * size));
    batch.oneHotLabels[slot * net.classes + labels[item]!] = 1;
  });
  return batch;
}

/** Computes the learning rate: a linear warm-up, then half a cosine to 0. */
function computeLearningRate(epoch: number, { epochs, peakRate }: Schedule): number {
  if (epoch < warmupEpochs) return (peakRate * epoch) / warmupEpochs;
  return (peakRate * (1 + Math.cos((Math.PI * (epoch - warmupEpochs)) / (epochs - warmupEpochs)))) / 2;
}

/** Shuffles the indices 0 to `length - 1` (Fisher-Yates). */
function shuffleIndices(length: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, item) => item);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

function readValues(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync<'float32'>().slice();
}
