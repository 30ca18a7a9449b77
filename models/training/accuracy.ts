import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { LabelledImages } from './labelled-images.ts';
import { countImageValues, type Net } from './net.ts';

/** Images per run: the first layer's output for all 10,000 test images at once would be 500 MB. */
const batchSize = 500;

/** Probabilities [n, classes] of a flat array of images, computed by onnxruntime's wasm build. */
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

/** Fraction of the images whose likeliest class is their label. */
export async function measureAccuracy(
  net: Net,
  model: Uint8Array,
  { images, labels }: LabelledImages,
): Promise<number> {
  const probabilities = await classify(net, model, images);
  const right = labels.filter((label, item) => {
    const row = probabilities.subarray(item * net.classes, (item + 1) * net.classes);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / labels.length;
}

/** Converts each image from [height, width, channels] to [channels, height, width]. */
function toChannelsFirst({ side, channels }: Net, images: Float32Array): Float32Array {
  const area = side * side;
  const planes = new Float32Array(images.length);
  for (let index = 0; index < images.length; index++) {
    const [pixel, channel] = [Math.floor(index / channels), index % channels];
    const [image, place] = [Math.floor(pixel / area), pixel % area];
    planes[(image * channels + channel) * area + place] = images[index]!;
  }
  return planes;
}
