import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { pixels, side, type LabelledImages } from './mnist.ts';
import { classes } from './net.ts';

/** Images per run: the first layer's output for all 10,000 test images at once would be 500 MB. */
const batchSize = 500;

/** Probabilities [n, 10] for images one after the other, by onnxruntime's wasm build. */
export async function classify(model: Uint8Array, images: Float32Array): Promise<Float32Array> {
  const session = await InferenceSession.create(model);
  const count = images.length / pixels;
  const all = new Float32Array(count * classes);
  for (let from = 0; from < count; from += batchSize) {
    const batch = images.subarray(from * pixels, (from + batchSize) * pixels);
    const image = new Tensor('float32', batch, [batch.length / pixels, 1, side, side]);
    const { probabilities } = await session.run({ image });
    all.set(probabilities!.data as Float32Array, from * classes);
  }
  await session.release();
  return all;
}

/** Share of the images whose likeliest digit is their label. */
export async function accuracy(model: Uint8Array, { images, labels }: LabelledImages): Promise<number> {
  const probabilities = await classify(model, images);
  const right = labels.filter((label, item) => {
    const row = probabilities.subarray(item * classes, (item + 1) * classes);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / labels.length;
}
