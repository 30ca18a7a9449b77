import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { InputImage } from '#core/task/task.ts';
import { createSyntheticImage } from '#tasks/synthetic-image.fixture.ts';
import { root } from '../../scripts/project-root.ts';
import { openOnnxBackbone } from './backbone.ts';
import { ortEngine, parseOnnxModel } from './ort-engine.fixture.ts';
import reference from './reference-values/digits.json' with { type: 'json' };
import { trainHead, type Example } from './train-head.ts';

const testData = process.env['ASSAY_TEST_DATA'];

/** Side of an MNIST image in pixels. */
const side = 28;

/** Reads an MNIST file without its header, which has 4 bytes, and 4 for each axis. */
const readIdx = (name: string, axes: number) =>
  gunzipSync(readFileSync(join(testData!, 'data-mnist', name))).subarray(4 + 4 * axes);

/** Draws a digit in the middle of 32 x 32 pixels, enlarged `scale` times. */
function drawDigit(greyLevels: Uint8Array, scale: number): InputImage {
  return createSyntheticImage(32 * scale, 32 * scale, (x, y) => {
    const [column, row] = [Math.floor(x / scale) - 2, Math.floor(y / scale) - 2];
    const isInside = [column, row].every((position) => position >= 0 && position < side);
    const grey = isInside ? greyLevels[row * side + column]! : 0;
    return [grey, grey, grey, 255];
  });
}

test.skipIf(!testData).each([
  ['cifar10', 'models/cifar10/model.onnx', 1, 0],
  // Integer kernels differ between the builds of onnxruntime: two of 200 images.
  ['mobilenetv2', 'onnx-classify/mobilenetv2-12-int8.onnx', 8, 0.0101],
] as const)(
  'a head of %s trained on ten digits per class is as accurate as with scikit-learn (needs ASSAY_TEST_DATA)',
  async (name, path, scale, tolerance) => {
    const images = readIdx('t10k-images-idx3-ubyte.gz', 3);
    const labels = readIdx('t10k-labels-idx1-ubyte.gz', 1);
    const file = readFileSync(join(scale === 1 ? root : testData!, path));
    const backbone = await openOnnxBackbone(await parseOnnxModel(new Uint8Array(file)), ortEngine);
    const examples: Example[] = [];
    for (let digit = 0; digit < 10; digit++) {
      const items = [...labels.keys()].filter((item) => labels[item] === digit).slice(0, 30);
      for (const [index, item] of items.entries()) {
        const image = drawDigit(images.subarray(item * side ** 2, (item + 1) * side ** 2), scale);
        const { features } = await backbone.embed(image);
        examples.push({ label: String(digit), isHeldOut: index >= 10, features: [features], backboneLabel: null });
      }
    }
    const names = Array.from({ length: 10 }, (_, digit) => String(digit));
    const { accuracy, comparison } = trainHead({
      labels: names,
      examples,
      hasBackboneLabels: false,
      current: null,
      seed: 1,
    });
    expect(Math.abs(accuracy - reference.accuracy[name])).toBeLessThanOrEqual(tolerance);
    expect(comparison).toMatchObject({ before: 0.1, isAccepted: true });
  },
  600_000,
);
