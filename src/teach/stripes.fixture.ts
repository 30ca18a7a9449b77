import type { InputImage } from '#core/task/task.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { definition } from '#tasks/image-classification/pipeline.ts';
import { createSyntheticImage } from '#tasks/synthetic-image.fixture.ts';
import { openOnnxBackbone, readSignature, requireImageModel } from './backbone.ts';
import { fitHead } from './fit-head.ts';
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

/** Classifies the images by the image classification task, as on the Run page. */
export async function classifyStripes(model: OnnxModel) {
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
