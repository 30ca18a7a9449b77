import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureAccuracy, computeProbabilities } from '../training/accuracy.ts';
import { augment } from './augment.ts';
import { normaliseImages, readCifar10 } from './cifar10.ts';
import model from './model.json' with { type: 'json' };
import { net } from './net.ts';
import { readRgbPng } from './png.ts';

interface ReferenceValues {
  /** 10 images of 4 x 4 blocks, each of 8 x 8 pixels, RGB. */
  readonly blocks: string;
  readonly probabilities: readonly number[];
}

const onnx = readFileSync(join(import.meta.dirname, 'model.onnx'));

test('the model has the size and the SHA-256 in model.json', () => {
  const [file] = model.files;
  expect(createHash('sha256').update(onnx).digest('hex')).toBe(file?.sha256);
  expect(onnx.length).toBe(file?.sizeBytes);
});

// Reference outputs were computed by native onnxruntime (reference-values.py). The engines' sums differ only in the
// last bits.
test('the outputs of the model match native onnxruntime', async () => {
  const reference = JSON.parse(
    readFileSync(join(import.meta.dirname, 'reference-values.json'), 'utf8'),
  ) as ReferenceValues;
  const blocks = Buffer.from(reference.blocks, 'base64');
  const images = Uint8Array.from({ length: 10 * 32 * 32 * 3 }, (_, index) => {
    const [x, y, image] = [Math.floor(index / 3) % 32, Math.floor(index / 96) % 32, Math.floor(index / 3072)];
    return blocks[((image * 4 + (y >> 3)) * 4 + (x >> 3)) * 3 + (index % 3)]!;
  });
  const actual = await computeProbabilities(net, onnx, normaliseImages(images));
  expect(reference.probabilities).toHaveLength(100);
  expect(Math.max(...reference.probabilities.map((value, i) => Math.abs(value - actual[i]!)))).toBeLessThan(1e-5);
});

const folder = join(process.env['ASSAY_TEST_DATA'] ?? '', 'data-cifar10');
test.skipIf(!existsSync(join(folder, 'test_batch.png')))(
  'the model classifies the test images with the accuracy in model.json (needs data-cifar10 in ASSAY_TEST_DATA)',
  { timeout: 120_000 },
  async () => {
    const dataset = readCifar10(folder, 'test');
    expect(model.accuracy.items).toBe(dataset.labels.length);
    expect(await measureAccuracy(net, onnx, dataset)).toBe(model.accuracy.value);
  },
);

// 9 x 10 pixels in two chunks, in rows with each of the five filters; the digest is that of Pillow 12's pixels.
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAkAAAAKCAIAAADpZ+PpAAAAPElEQVR42nXPrYsCURQF8DNz3ryZdeYhfnBhsygGNwuiZlkM2o3CltWs' +
  'fWERt2qWDcJWi8WwWwSzWGWDf4DClm0EhAh+AAAAlUlEQVQ+J4+XX7hwbrgHAPJAGagDHaAPjIAPYAE4FJs5iVybUeyFXUhRFI+iKT4loK' +
  '4gCt0oZEzFvJhW2/3T4HHx+dKoffffi4dJdfz7uu5tM/60hHll8/O3a3WXy9Xx+Yzc/6Vd6ISnr1lz5GTf7C86kYv7w/QQRjwj2ohvJDDyY' +
  'CRlJDQSqVsH2xIuQUIRHqEJnwiukYYjyxCPEEwAAAAASUVORK5CYII=';

test('an RGB PNG is read with every filter', () => {
  const pixels = readRgbPng(Buffer.from(png, 'base64'));
  expect(createHash('sha256').update(pixels).digest('hex')).toBe(
    '971717daa6a310f912ded213d0b9ba6bb36d75a6c648740746e1a39988802d46',
  );
});

test('a file that is not a PNG is rejected', () => {
  expect(() => readRgbPng(Buffer.alloc(100))).toThrow('not an RGB PNG');
});

/** Augments an image whose red is the column and green the row, with these values as random numbers. */
function augmentTestImage(...randomNumbers: readonly number[]): Float32Array {
  const image = new Float32Array(32 * 32 * 3);
  for (let index = 0; index < 32 * 32; index++) image.set([index % 32, Math.floor(index / 32), 0], 3 * index);
  const augmented = new Float32Array(image.length);
  const remaining = randomNumbers.values();
  augment(image, augmented, () => remaining.next().value ?? 0);
  return augmented;
}

test.each([
  ['the lowest random numbers mirror and shift by -3', [0, 0, 0], [28, 0], [0, 28]],
  ['the highest only shift by 3, and repeat the edge', [0.99, 0.99, 0.99], [3, 3], [31, 31]],
])('in an augmented image, %s', (_, randomNumbers, first, last) => {
  const image = augmentTestImage(...randomNumbers);
  expect([image[0], image[1]]).toEqual(first);
  expect([image.at(-3), image.at(-2)]).toEqual(last);
});
