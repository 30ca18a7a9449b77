import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { definition } from '#tasks/image-classification/pipeline.ts';
import { root } from '../../scripts/project-root.ts';
import { openOnnxBackbone, readSignature } from './backbone.ts';
import { classifyFeatures, rankLabels } from './head.ts';
import { ortEngine, parseOnnxModel } from './ort-engine.fixture.ts';
import { classifyStripes, images, teachStripes } from './stripes.fixture.ts';
import { readHead } from './taught-model.ts';

const bundled = new Uint8Array(readFileSync(join(root, 'models/cifar10/model.onnx')));

test('a taught model predicts on the Run page as its head does on its features', async () => {
  const { backbone, head, rows, model } = await teachStripes(bundled);
  expect(backbone.source.kind).toBe('penultimate');
  const { labels, results } = await classifyStripes(model);
  expect(labels).toEqual(head.labels);
  for (const [index, result] of results.entries()) {
    const expected = rankLabels(head, classifyFeatures(head, rows[index]!.features));
    expect(result.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
    for (const [rank, { probability }] of result.entries())
      expect(probability).toBeCloseTo(expected[rank]!.probability, 4);
  }
});

test('a taught model is recognised by its labels, and is a backbone with the same features', async () => {
  const { head, model, rows, backbone } = await teachStripes(bundled);
  expect(definition.roles['model']!.matches(readSignature(model))).toBe(true);
  expect(await readHead(model)).toEqual(head);
  expect(await readHead(await parseOnnxModel(bundled))).toBeNull();

  const reopened = await openOnnxBackbone(model, ortEngine);
  expect(reopened.source).toEqual(backbone.source);
  const { features, backboneLabel } = await reopened.embed(images[0]!);
  for (const [index, value] of features.entries()) expect(value).toBeCloseTo(rows[0]!.features[index]!, 4);
  expect(backboneLabel).toBe(head.labels[0]);
});
