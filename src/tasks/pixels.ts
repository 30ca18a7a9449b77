/** The channels of a model's input: their order, and `(byte - mean) / std` for each, in that order. */
export interface Channels {
  readonly order: 'rgb' | 'bgr';
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Bytes as they are, 0 to 255. */
export const rawBytes = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

/** RGBA bytes as floats one pixel after the other (NHWC), without alpha. */
export function toNhwc(rgba: Uint8ClampedArray, channels: Channels): Float32Array<ArrayBuffer> {
  return spreadChannels(rgba, channels, 1, 3);
}

/** RGBA bytes as floats one channel after the other (NCHW), without alpha. */
export function toNchw(rgba: Uint8ClampedArray, channels: Channels): Float32Array<ArrayBuffer> {
  return spreadChannels(rgba, channels, rgba.length / 4, 1);
}

/** Writes the channels `channelStep` apart and the pixels `pixelStep` apart. */
function spreadChannels(
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
