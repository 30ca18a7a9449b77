import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { pixels, side, type LabelledImages } from './mnist.ts';
import { classes } from './net.ts';

/** Probabilities [n, 10] for images one after the other, by onnxruntime's wasm build. */
export async function classify(model: Uint8Array, images: Float32Array): Promise<Float32Array> {
  const session = await InferenceSession.create(model);
  const image = new Tensor('float32', images, [images.length / pixels, 1, side, side]);
  const { probabilities } = await session.run({ image });
  await session.release();
  return probabilities!.data as Float32Array;
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
