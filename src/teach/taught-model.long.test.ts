import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { expectSamePredictions, teachStripes } from './stripes.fixture.ts';

const testData = process.env['ASSAY_TEST_DATA'];

/** Models with integer layers, with float16 and a final convolution, and with features of one axis. */
const classifiers = ['mobilenetv2-12-int8', 'SqueezeNet_fp16', 'mbv2_cifar10_int8'];

test.skipIf(!testData).each(classifiers)(
  '%s with an attached head predicts as that head (needs ASSAY_TEST_DATA)',
  async (name) => {
    const file = new Uint8Array(readFileSync(join(testData!, 'onnx-classify', `${name}.onnx`)));
    await expectSamePredictions(await teachStripes(file));
  },
);
