/** Weights in 8 bits: `value = scale * (integer - zero point)`, with a scale for the whole or for each channel. */
export interface Int8Weights {
  readonly data: Int8Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
  /** The same for all channels: 0 for int8, 128 for uint8; another value only for a single scale of uint8. */
  readonly zeroPoint: number;
}

/** How weights are arranged: element `index` belongs to channel `floor(index / inner) % channels`. */
export interface Channels {
  readonly channels: number;
  readonly inner: number;
}

export const oneChannel: Channels = { channels: 1, inner: 1 };

/**
 * Rounds weights to 8 bits, symmetrically around 0: the largest magnitude of a channel becomes 127, or 63 in a reduced
 * range, with which the sums of older x86 processors do not saturate.
 * @param values finite
 */
export function quantiseToSymmetricInt8(
  values: Float32Array,
  { channels, inner }: Channels,
  type: 'int8' | 'uint8',
  reducedRange = false,
): Int8Weights {
  const max = reducedRange ? 63 : 127;
  const scales = new Float32Array(channels);
  forEachRun(values.length, channels, inner, (start, end, channel) => {
    let maxMagnitude = scales[channel]!;
    for (let index = start; index < end; index++) {
      const size = Math.abs(values[index]!);
      if (size > maxMagnitude) maxMagnitude = size;
    }
    scales[channel] = maxMagnitude;
  });
  for (let channel = 0; channel < channels; channel++) scales[channel] = scales[channel]! / max || 1;
  const zeroPoint = type === 'int8' ? 0 : 128;
  const data = type === 'int8' ? new Int8Array(values.length) : new Uint8Array(values.length);
  forEachRun(values.length, channels, inner, (start, end, channel) => {
    const scale = scales[channel]!;
    for (let index = start; index < end; index++) data[index] = roundEven(values[index]! / scale) + zeroPoint;
  });
  return { data, scales, zeroPoint };
}

/**
 * Rounds weights to uint8 from the minimum to the maximum, which include 0.
 * @param values finite
 */
export function quantiseToAsymmetricUint8(values: Float32Array, reducedRange = false): Int8Weights {
  const levels = reducedRange ? 127 : 255;
  let [min, max] = [0, 0];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const scale = Math.fround((max - min) / levels) || 1;
  const zeroPoint = roundEven(-min / scale);
  const data = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index++)
    data[index] = Math.min(levels, Math.max(0, roundEven(values[index]! / scale) + zeroPoint));
  return { data, scales: Float32Array.of(scale), zeroPoint };
}

/** Calls `visit` for runs of neighbouring elements of one channel: the loop over them is then a simple one. */
function forEachRun(
  length: number,
  channels: number,
  inner: number,
  visit: (start: number, end: number, channel: number) => void,
): void {
  if (channels === 1) return visit(0, length, 0);
  for (let start = 0, channel = 0; start < length; start += inner, channel = (channel + 1) % channels)
    visit(start, Math.min(length, start + inner), channel);
}

/** Added to a double, it leaves no bits for a fraction: the processor rounds, half to even. */
const noFraction = 1.5 * 2 ** 52;

/**
 * Half to even, as ONNX's QuantizeLinear rounds.
 * @param value of a magnitude below 2^51
 */
export function roundEven(value: number): number {
  return value + noFraction - noFraction;
}

export function isFinite32(values: Float32Array): boolean {
  return values.every(Number.isFinite);
}
