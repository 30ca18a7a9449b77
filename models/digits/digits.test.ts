import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { convertToMnist } from '#tasks/digits/convert-to-mnist.ts';
import { measureAccuracy, computeProbabilities } from '../training/accuracy.ts';
import type { LabelledImages } from '../training/labelled-images.ts';
import { computeBatchLoss, listLayerShapes, type TrainedLayers } from '../training/net.ts';
import { encodeNet } from '../training/onnx.ts';
import { train } from '../training/train.ts';
import { distort } from './distort.ts';
import { drawDigit } from './drawings.ts';
import { pixelCount, side } from './mnist.ts';
import { net } from './net.ts';
import model from './model.json' with { type: 'json' };

interface ReferenceValues {
  readonly source: string;
  readonly items: readonly { readonly digit: number; readonly image: string; readonly probabilities: number[] }[];
}

const { classes } = net;
const onnx = readFileSync(join(import.meta.dirname, 'model.onnx'));

/** Draws each digit once per seed. */
function drawImages(seeds: readonly number[]): LabelledImages {
  const labels = Uint8Array.from({ length: seeds.length * classes }, (_, item) => item % classes);
  const images = new Float32Array(labels.length * pixelCount);
  labels.forEach((digit, item) =>
    images.set(convertToMnist(drawDigit(digit, seeds[Math.floor(item / classes)]!)), item * pixelCount),
  );
  return { images, labels };
}

// Whole networks run on one thread, which takes seconds while other tests run.
const timeout = 60_000;

describe('the trained model', { timeout }, () => {
  test('has the size and the SHA-256 in model.json', () => {
    const [file] = model.files;
    expect(createHash('sha256').update(onnx).digest('hex')).toBe(file?.sha256);
    expect(onnx.length).toBe(file?.sizeBytes);
  });

  // Reference outputs were computed by native onnxruntime (reference-values.py). The engines' sums differ only in the
  // last bits.
  test('has the outputs of native onnxruntime', async () => {
    const { items } = JSON.parse(
      readFileSync(join(import.meta.dirname, 'reference-values.json'), 'utf8'),
    ) as ReferenceValues;
    const bytes = items.flatMap(({ image }) => [...Buffer.from(image, 'base64')]);
    const actual = await computeProbabilities(
      net,
      onnx,
      Float32Array.from(bytes, (byte) => byte / 255),
    );
    const expected = items.flatMap(({ probabilities }) => probabilities);
    expect(expected).toHaveLength(100);
    expect(Math.max(...expected.map((value, index) => Math.abs(value - actual[index]!)))).toBeLessThan(1e-5);
    expect(items.map(({ digit }) => digit)).toEqual(items.map(({ probabilities: p }) => p.indexOf(Math.max(...p))));
  });

  test('classifies more than 96% of drawings correctly', async () => {
    expect(await measureAccuracy(net, onnx, drawImages([1, 2, 3]))).toBeGreaterThan(0.96);
  });
});

describe('the recipe', { timeout }, () => {
  const schedule = { seed: 7, epochs: 12, batchSize: 8, peakRate: 0.02 };
  const losses: number[] = [];
  let dataset: LabelledImages;
  let trained: TrainedLayers;
  beforeAll(async () => {
    dataset = drawImages([1, 2, 3, 4]);
    trained = await train(net, dataset, distort, schedule, (_, loss) => losses.push(loss));
  }, timeout);

  test('gives the same weights for the same seed, and other weights for another seed', async () => {
    const shortSchedule = { ...schedule, epochs: 2 };
    const smallDataset = drawImages([1]);
    const weights = await train(net, smallDataset, distort, shortSchedule, () => {});
    expect(await train(net, smallDataset, distort, shortSchedule, () => {})).toEqual(weights);
    expect(await train(net, smallDataset, distort, { ...shortSchedule, seed: 8 }, () => {})).not.toEqual(weights);
  });

  test('reduces the loss to less than half of that of random guesses', () => {
    expect(losses).toHaveLength(schedule.epochs);
    expect(losses.at(-1)).toBeLessThan(Math.log(classes) / 2);
  });

  test('writes an ONNX file whose loss is the final training loss', async () => {
    const probabilities = await computeProbabilities(net, encodeNet('digits', net, trained), dataset.images);
    const loss = dataset.labels.reduce((sum, label, item) => sum - Math.log(probabilities[item * classes + label]!), 0);
    expect(loss / dataset.labels.length).toBeCloseTo(computeLoss(trained, dataset), 4);
  });
});

/** Computes the mean loss in the engine of the trainer. */
function computeLoss(trained: TrainedLayers, { images, labels }: LabelledImages): number {
  const shapes = listLayerShapes(net);
  const layers = trained.map(({ weights, bias }, layer) => ({
    weights: tf.variable(tf.tensor(weights, [...shapes[layer]!.weights])),
    bias: tf.variable(tf.tensor(bias)),
    gain: null,
  }));
  const oneHotLabels = tf.oneHot(tf.tensor1d(labels, 'int32'), classes) as tf.Tensor2D;
  return computeBatchLoss(
    net,
    layers,
    tf.tensor4d(images, [labels.length, side, side, 1]),
    oneHotLabels,
  ).dataSync()[0]!;
}
