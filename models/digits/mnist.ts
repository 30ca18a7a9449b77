import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LabelledImages } from '../training/labelled-images.ts';

/** Side of an image in pixels. */
export const side = 28;
export const pixelCount = side * side;
/** Index of the first held-out training image. Settings are chosen by the accuracy on the held-out images. */
export const firstHeldOut = 55_000;

/**
 * Reads MNIST's 60,000 training or 10,000 test images (CC BY-SA 3.0) from a folder with its files; ink is 1, paper 0.
 */
export function readMnist(folder: string, set: 'train' | 't10k'): LabelledImages {
  const images = readIdx(join(folder, `${set}-images-idx3-ubyte.gz`), 3);
  const labels = readIdx(join(folder, `${set}-labels-idx1-ubyte.gz`), 1);
  if (images.length !== labels.length * pixelCount) throw new Error(`${folder}: images and labels differ in number`);
  return { images: Float32Array.from(images, (byte) => byte / 255), labels };
}

/**
 * Reads an IDX file of unsigned bytes: two zeros, the type 8, the number of dimensions, their sizes, the values.
 */
function readIdx(path: string, dimensions: number): Uint8Array {
  const bytes = gunzipSync(readFileSync(path));
  if (bytes.readUInt32BE(0) !== 0x0800 + dimensions)
    throw new Error(`${path} is not an IDX file of ${dimensions} dimensions`);
  return bytes.subarray(4 + 4 * dimensions);
}
