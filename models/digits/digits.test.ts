import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { normalise } from '#tasks/digits/normalise.ts';
import { measureAccuracy, classify } from '../training/accuracy.ts';
import type { LabelledImages } from '../training/labelled-images.ts';
import { computeBatchLoss, listLayerShapes, type TrainedLayers } from '../training/net.ts';
import { encodeNet } from '../training/onnx.ts';
import { train } from '../training/train.ts';
import { distort } from './distort.ts';
import { drawDigit } from './drawings.ts';
import { pixels, side } from './mnist.ts';
import { net } from './net.ts';
import model from './model.json' with { type: 'json' };

interface ReferenceValues {
  readonly source: string;
  readonly items: readonly { readonly digit: number; readonly image: string; readonly probabilities: number[] }[];
}

const { classes } = net;
const onnx = readFileSync(join(import.meta.dirname, 'model.onnx'));

/** Drawings of each digit, different for each seed. */
function drawImages(seeds: readonly number[]): LabelledImages {
  const labels = Uint8Array.from({ length: seeds.length * classes }, (_, item) => item % classes);
  const images = new Float32Array(labels.length * pixels);
  labels.forEach((digit, item) =>
    images.set(normalise(drawDigit(digit, seeds[Math.floor(item / classes)]!)), item * pixels),
  );
  return { images, labels };
}

// Whole nets run here on one thread: seconds of work while other tests run.
const timeout = 60_000;

describe('the trained model', { timeout }, () => {
  test('has the size and the SHA-256 in model.json', () => {
    const [file] = model.files;
    expect(createHash('sha256').update(onnx).digest('hex')).toBe(file?.sha256);
    expect(onnx.length).toBe(file?.sizeBytes);
  });

  // Reference outputs: native onnxruntime, by reference-values.py. Two engines' sums differ in the last bits only.
  test('gives the same outputs as native onnxruntime', async () => {
    const { items } = JSON.parse(
      readFileSync(join(import.meta.dirname, 'reference-values.json'), 'utf8'),
    ) as ReferenceValues;
    const bytes = items.flatMap(({ image }) => [...Buffer.from(image, 'base64')]);
    const actual = await classify(
      net,
      onnx,
      Float32Array.from(bytes, (byte) => byte / 255),
    );
    const expected = items.flatMap(({ probabilities }) => probabilities);
    expect(expected).toHaveLength(100);
    expect(Math.max(...expected.map((value, index) => Math.abs(value - actual[index]!)))).toBeLessThan(1e-5);
    expect(items.map(({ digit }) => digit)).toEqual(items.map(({ probabilities: p }) => p.indexOf(Math.max(...p))));
  });

  test('reads more than 96% of drawings made with a pen', async () => {
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

  test('gives the same weights for the same seed, and different ones for another', async () => {
    const short = { ...schedule, epochs: 2 };
    const few = drawImages([1]);
    const weights = await train(net, few, distort, short, () => {});
    expect(await train(net, few, distort, short, () => {})).toEqual(weights);
    expect(await train(net, few, distort, { ...short, seed: 8 }, () => {})).not.toEqual(weights);
  });

  test('trains until the loss is below half that of guessing', () => {
    expect(losses).toHaveLength(schedule.epochs);
    expect(losses.at(-1)).toBeLessThan(Math.log(classes) / 2);
  });

  test('writes an ONNX file that gives the final training loss', async () => {
    const probabilities = await classify(net, encodeNet('digits', net, trained), dataset.images);
    const surprise = dataset.labels.reduce(
      (sum, label, item) => sum - Math.log(probabilities[item * classes + label]!),
      0,
    );
    expect(surprise / dataset.labels.length).toBeCloseTo(computeLoss(trained, dataset), 4);
  });
});

/** The mean loss as the trainer's own engine computes it. */
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
