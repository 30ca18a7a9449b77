import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { definition } from '#tasks/image-classification/pipeline.ts';
import { root } from '../../scripts/project-root.ts';
import { openOnnxBackbone, readSignature } from './backbone.ts';
import { ortEngine, parseOnnxModel } from './ort-engine.fixture.ts';
import { expectSamePredictions, images, teachStripes } from './stripes.fixture.ts';
import { readHead } from './taught-model.ts';

const bundled = new Uint8Array(readFileSync(join(root, 'models/cifar10/model.onnx')));

test('a taught model predicts on the Run page as its head does on its features', async () => {
  await expectSamePredictions(await teachStripes(bundled));
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
