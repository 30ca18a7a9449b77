/** The channels of a model's input: their order, and the constants of `(byte - mean) / std`, in the same order. */
export interface Channels {
  readonly order: 'rgb' | 'bgr';
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Bytes without scaling, 0 to 255. */
export const rawBytes = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

/** RGB scaled to 0 to 1. */
export const unitRgb: Channels = { order: 'rgb', mean: [0, 0, 0], std: [255, 255, 255] };

/** RGB scaled to -1 to 1. */
export const signedUnitRgb: Channels = { order: 'rgb', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] };

/** RGB normalised by ImageNet's mean and standard deviation, which torchvision publishes for values from 0 to 1. */
export const imagenetRgb: Channels = {
  order: 'rgb',
  mean: [123.675, 116.28, 103.53],
  std: [58.395, 57.12, 57.375],
};

/** Converts RGBA bytes to normalised floats in the layout NHWC, without alpha. */
export function toNhwc(rgba: Uint8ClampedArray, channels: Channels): Float32Array<ArrayBuffer> {
  return normaliseChannels(rgba, channels, 1, 3);
}

/** Converts RGBA bytes to normalised floats in the layout NCHW, without alpha. */
export function toNchw(rgba: Uint8ClampedArray, channels: Channels): Float32Array<ArrayBuffer> {
  return normaliseChannels(rgba, channels, rgba.length / 4, 1);
}

/** @param channelStep, pixelStep the distances of neighbouring channels and pixels in the result, in elements */
function normaliseChannels(
  rgba: Uint8ClampedArray,
  { order, mean, std }: Channels,
  channelStep: number,
  pixelStep: number,
) {
  const area = rgba.length / 4;
  const floats = new Float32Array(area * 3);
  for (let channel = 0; channel < 3; channel++) {
    const from = order === 'rgb' ? channel : 2 - channel;
    const to = channel * channelStep;
    const [offset, factor] = [mean[channel]!, 1 / std[channel]!];
    for (let pixel = 0; pixel < area; pixel++) {
      floats[to + pixel * pixelStep] = (rgba[from + pixel * 4]! - offset) * factor;
    }
  }
  return floats;
}
