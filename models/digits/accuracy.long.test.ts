import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureAccuracy } from '../training/accuracy.ts';
import { readMnist } from './mnist.ts';
import model from './model.json' with { type: 'json' };
import { net } from './net.ts';

const folder = process.env['ASSAY_TEST_DATA'];

test.skipIf(!folder)(
  'the trained model has the accuracy in model.json on the MNIST test set (needs ASSAY_TEST_DATA)',
  async () => {
    const images = readMnist(join(folder!, 'data-mnist'), 't10k');
    const value = await measureAccuracy(net, readFileSync(join(import.meta.dirname, 'model.onnx')), images);
    expect(model.accuracy.items).toBe(images.labels.length);
    expect(value).toBe(model.accuracy.value);
    expect(value).toBeGreaterThanOrEqual(0.985);
  },
);
