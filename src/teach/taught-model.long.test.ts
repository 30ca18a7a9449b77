import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { classifyFeatures, rankLabels } from './head.ts';
import { classifyStripes, teachStripes } from './stripes.fixture.ts';

const data = process.env['ASSAY_TEST_DATA'];

/** Models with integer layers, with float16 and a final convolution, and with features of one axis. */
const classifiers = ['mobilenetv2-12-int8', 'SqueezeNet_fp16', 'mbv2_cifar10_int8'];

test.skipIf(!data).each(classifiers)(
  '%s with an attached head predicts as that head (needs ASSAY_TEST_DATA)',
  async (name) => {
    const file = new Uint8Array(readFileSync(join(data!, 'onnx-classify', `${name}.onnx`)));
    const { backbone, head, rows, model } = await teachStripes(file);
    expect(backbone.source.kind).toBe('penultimate');
    const { labels, results } = await classifyStripes(model);
    expect(labels).toEqual(head.labels);
    for (const [index, result] of results.entries()) {
      const expected = rankLabels(head, classifyFeatures(head, rows[index]!.features));
      expect(result.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
      for (const [rank, { probability }] of result.entries())
        expect(probability).toBeCloseTo(expected[rank]!.probability, 4);
    }
  },
);
