import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { LabelledImages } from './labelled-images.ts';
import { countImageValues, type Net } from './net.ts';

/** The number of images per run: the first layer's output for all 10,000 test images would have 500 MB. */
const batchSize = 500;

/** Computes the probabilities [n, classes] of a flat array of images by onnxruntime's wasm build. */
export async function classify(net: Net, model: Uint8Array, images: Float32Array): Promise<Float32Array> {
  const session = await InferenceSession.create(model);
  const size = countImageValues(net);
  const count = images.length / size;
  const all = new Float32Array(count * net.classes);
  for (let from = 0; from < count; from += batchSize) {
    const batch = toChannelsFirst(net, images.subarray(from * size, (from + batchSize) * size));
    const image = new Tensor('float32', batch, [batch.length / size, net.channels, net.side, net.side]);
    const { probabilities } = await session.run({ image });
    all.set(probabilities!.data as Float32Array, from * net.classes);
  }
  await session.release();
  return all;
}

/** Measures the fraction of images whose most probable class is their label. */
export async function measureAccuracy(
  net: Net,
  model: Uint8Array,
  { images, labels }: LabelledImages,
): Promise<number> {
  const probabilities = await classify(net, model, images);
  const correct = labels.filter((label, item) => {
    const row = probabilities.subarray(item * net.classes, (item + 1) * net.classes);
    return row.indexOf(Math.max(...row)) === label;
  });
  return correct.length / labels.length;
}

/** Converts each image from [height, width, channels] to [channels, height, width]. */
function toChannelsFirst({ side, channels }: Net, images: Float32Array): Float32Array {
  const area = side * side;
  const planes = new Float32Array(images.length);
  for (let index = 0; index < images.length; index++) {
    const [pixel, channel] = [Math.floor(index / channels), index % channels];
    const [image, position] = [Math.floor(pixel / area), pixel % area];
    planes[(image * channels + channel) * area + position] = images[index]!;
  }
  return planes;
}
