import { expect } from 'vitest';
import type { InputImage } from '#core/task/task.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { definition } from '#tasks/image-classification/pipeline.ts';
import { createSyntheticImage } from '#tasks/synthetic-image.fixture.ts';
import { openOnnxBackbone, readSignature, requireImageModel } from './backbone.ts';
import { fitHead } from './fit-head.ts';
import { classifyFeatures, rankLabels } from './head.ts';
import { ortEngine, parseOnnxModel } from './ort-engine.fixture.ts';
import { attachHead } from './taught-model.ts';

/** Creates an image of stripes that are `step` pixels wide. */
const createStripes = (step: number): InputImage =>
  createSyntheticImage(48, 40, (x) => (Math.floor(x / step) % 2 ? [250, 40, 60, 255] : [20, 90, 200, 255]));

export const images = [2, 4, 9, 15].map(createStripes);

/** Teaches a backbone to distinguish the first two images from the last two. */
export async function teachStripes(file: Uint8Array<ArrayBuffer>) {
  const backbone = await openOnnxBackbone(await parseOnnxModel(file), ortEngine);
  const rows = [];
  for (const [index, image] of images.entries())
    rows.push({ features: (await backbone.embed(image)).features, label: index < 2 ? 0 : 1 });
  const head = fitHead(rows, ['narrow', 'wide']);
  await backbone.close();
  const model = await parseOnnxModel(file);
  await attachHead(model, requireImageModel(readSignature(model)), head);
  return { backbone, head, rows, model };
}

/** Checks that the image classification task predicts with a taught model as its head does on the features. */
export async function expectSamePredictions({ backbone, head, rows, model }: Awaited<ReturnType<typeof teachStripes>>) {
  expect(backbone.source.kind).toBe('penultimate');
  const { labels, results } = await classifyStripes(model);
  expect(labels).toEqual(head.labels);
  for (const [index, result] of results.entries()) {
    const expected = rankLabels(head, classifyFeatures(head, rows[index]!.features));
    expect(result.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
    for (const [rank, { probability }] of result.entries())
      expect(probability).toBeCloseTo(expected[rank]!.probability, 4);
  }
}

/** Classifies the images by the image classification task, as on the Run page. */
async function classifyStripes(model: OnnxModel) {
  const facts = readSignature(model);
  const session = await ortEngine.open(encodeOnnx(model));
  const readHeader = async () => facts as never; // the task reads only the metadata
  const graph = { facts: { inputs: facts.inputs, outputs: facts.outputs }, run: session.run, readHeader };
  const pipeline = await definition.bind({ graphs: { model: graph }, files: {} });
  const results = [];
  for (const image of images) results.push(await pipeline.run(image, {}));
  await session.close();
  return { labels: pipeline.labels, results };
}
