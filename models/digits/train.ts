import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { seededRandom } from '#core/random.ts';
import { distort } from './distort.ts';
import { pixels, side, type LabelledImages } from './mnist.ts';
import { classes, loss, startingLayers, type Layers } from './net.ts';

export interface Schedule {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Learning rate after warm-up; it falls to 0 along half a cosine. */
  readonly peakRate: number;
}

/** Weights and bias of each layer, in the order and layout of `shapes`. */
export type TrainedLayers = readonly { readonly weights: Float32Array; readonly bias: Float32Array }[];

const momentum = 0.9;
const warmupEpochs = 0.2;

/**
 * Trains the net on one thread of wasm, on newly distorted images in a new order each epoch. The same images and
 * schedule give the same weights, bit for bit.
 */
export async function train(
  set: LabelledImages,
  schedule: Schedule,
  onEpoch: (epoch: number, meanLoss: number) => void,
): Promise<TrainedLayers> {
  setThreadsCount(1);
  await tf.setBackend('wasm');
  const random = seededRandom(schedule.seed);
  const layers = startingLayers(random);
  const optimiser = tf.train.momentum(0, momentum, true);
  const stepsPerEpoch = Math.floor(set.labels.length / schedule.batchSize);
  for (let epoch = 0; epoch < schedule.epochs; epoch++) {
    const order = shuffled(set.labels.length, random);
    let sum = 0;
    for (let step = 0; step < stepsPerEpoch; step++) {
      optimiser.setLearningRate(rateAt((epoch * stepsPerEpoch + step) / stepsPerEpoch, schedule));
      const chosen = order.subarray(step * schedule.batchSize, (step + 1) * schedule.batchSize);
      sum += takeStep(layers, optimiser, batchOf(set, chosen, random));
    }
    onEpoch(epoch, sum / stepsPerEpoch);
  }
  const trained = layers.map(({ weights, bias }) => ({ weights: values(weights), bias: values(bias) }));
  tf.dispose(layers.flatMap(({ weights, bias }) => [weights, bias]));
  optimiser.dispose();
  return trained;
}

interface Batch {
  readonly images: Float32Array;
  readonly wanted: Float32Array;
}

function takeStep(layers: Layers, optimiser: tf.Optimizer, { images, wanted }: Batch): number {
  return tf.tidy(() => {
    const size = wanted.length / classes;
    const x = tf.tensor4d(images, [size, side, side, 1]);
    const y = tf.tensor2d(wanted, [size, classes]);
    return optimiser.minimize(() => loss(layers, x, y), true)!.dataSync()[0]!;
  });
}

function batchOf({ images, labels }: LabelledImages, chosen: Uint32Array, random: () => number): Batch {
  const batch = { images: new Float32Array(chosen.length * pixels), wanted: new Float32Array(chosen.length * classes) };
  chosen.forEach((item, slot) => {
    const from = images.subarray(item * pixels, (item + 1) * pixels);
    distort(from, batch.images.subarray(slot * pixels, (slot + 1) * pixels), random);
    batch.wanted[slot * classes + labels[item]!] = 1;
  });
  return batch;
}

/** Rises over the warm-up, then half a cosine to 0. */
function rateAt(epoch: number, { epochs, peakRate }: Schedule): number {
  if (epoch < warmupEpochs) return (peakRate * epoch) / warmupEpochs;
  return (peakRate * (1 + Math.cos((Math.PI * (epoch - warmupEpochs)) / (epochs - warmupEpochs)))) / 2;
}

/** Fisher-Yates. */
function shuffled(length: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, item) => item);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

function values(variable: tf.Variable): Float32Array {
  return variable.dataSync<'float32'>().slice();
}
