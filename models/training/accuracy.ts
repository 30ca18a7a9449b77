import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { LabelledImages } from './labelled-images.ts';
import { countImageValues, type Net } from './net.ts';

/** Images per run: the output of the first layer for all 10,000 test images would take 500 MB. */
const batchSize = 500;

/** Computes the probabilities [n, classes] of images with onnxruntime's wasm build. */
export async function computeProbabilities(net: Net, model: Uint8Array, images: Float32Array): Promise<Float32Array> {
  const session = await InferenceSession.create(model);
  const imageLength = countImageValues(net);
  const count = images.length / imageLength;
  const probabilities = new Float32Array(count * net.classes);
  for (let from = 0; from < count; from += batchSize) {
    const batch = toChannelsFirst(net, images.subarray(from * imageLength, (from + batchSize) * imageLength));
    const image = new Tensor('float32', batch, [batch.length / imageLength, net.channels, net.side, net.side]);
    const outputs = await session.run({ image });
    probabilities.set(outputs['probabilities']!.data as Float32Array, from * net.classes);
  }
  await session.release();
  return probabilities;
}

/** Measures the fraction of images whose most probable class is their label. */
export async function measureAccuracy(
  net: Net,
  model: Uint8Array,
  { images, labels }: LabelledImages,
): Promise<number> {
  const probabilities = await computeProbabilities(net, model, images);
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
