/** How a model wants its picture's channels: order, and `(byte - mean) / scale` for each, in that order. */
export interface Channels {
  readonly order: 'rgb' | 'bgr';
  readonly mean: readonly [number, number, number];
  readonly scale: readonly [number, number, number];
}

/** Bytes as they are, 0 to 255. */
export const rawBytes = { mean: [0, 0, 0], scale: [1, 1, 1] } as const;

/** RGBA bytes as floats one pixel after the other (NHWC), alpha left out. */
export function interleaved(rgba: Uint8ClampedArray): Float32Array<ArrayBuffer> {
  const floats = new Float32Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    floats[to] = rgba[from]!;
    floats[to + 1] = rgba[from + 1]!;
    floats[to + 2] = rgba[from + 2]!;
  }
  return floats;
}

/** RGBA bytes as floats one channel after the other (NCHW), alpha left out. */
export function planar(rgba: Uint8ClampedArray, { order, mean, scale }: Channels): Float32Array<ArrayBuffer> {
  const area = rgba.length / 4;
  const floats = new Float32Array(area * 3);
  for (let channel = 0; channel < 3; channel++) {
    const start = order === 'rgb' ? channel : 2 - channel;
    const [offset, factor] = [mean[channel]!, 1 / scale[channel]!];
    const plane = floats.subarray(channel * area, (channel + 1) * area);
    for (let pixel = 0; pixel < area; pixel++) plane[pixel] = (rgba[start + pixel * 4]! - offset) * factor;
  }
  return floats;
}
