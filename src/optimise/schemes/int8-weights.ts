/** Weights in 8 bits: `value = scale * (integer - zero point)`, with one scale for the tensor or one per channel. */
export interface Int8Weights {
  readonly data: Int8Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
  /** 0 for int8 and 128 for uint8; another value only for asymmetric uint8 with a single scale. */
  readonly zeroPoint: number;
}

/** The channel layout of weights: element `index` belongs to channel `floor(index / inner) % channels`. */
export interface Channels {
  readonly channels: number;
  readonly inner: number;
}

export const oneChannel: Channels = { channels: 1, inner: 1 };

/**
 * Quantises weights to 8 bits symmetrically around 0. The maximum magnitude of a channel becomes 127, or 63 in the
 * reduced range, with which 16-bit sums do not saturate on x86 processors without VNNI.
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
      const magnitude = Math.abs(values[index]!);
      if (magnitude > maxMagnitude) maxMagnitude = magnitude;
    }
    scales[channel] = maxMagnitude;
  });
  for (let channel = 0; channel < channels; channel++) scales[channel] = scales[channel]! / max || 1;
  const zeroPoint = type === 'int8' ? 0 : 128;
  const data = type === 'int8' ? new Int8Array(values.length) : new Uint8Array(values.length);
  forEachRun(values.length, channels, inner, (start, end, channel) => {
    const scale = scales[channel]!;
    for (let index = start; index < end; index++) data[index] = roundHalfToEven(values[index]! / scale) + zeroPoint;
  });
  return { data, scales, zeroPoint };
}

/**
 * Quantises weights to uint8 over the range from minimum to maximum, extended to include 0.
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
  const zeroPoint = roundHalfToEven(-min / scale);
  const data = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index++)
    data[index] = Math.min(levels, Math.max(0, roundHalfToEven(values[index]! / scale) + zeroPoint));
  return { data, scales: Float32Array.of(scale), zeroPoint };
}

/** Calls `visit` for runs of consecutive elements of one channel, so that inner loops stay simple. */
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

/** Adding this to a double leaves no fraction bits, so the processor rounds half to even. */
const roundingConstant = 1.5 * 2 ** 52;

/**
 * Rounds half to even, as ONNX's QuantizeLinear does.
 * @param value a number of magnitude below 2^51
 */
export function roundHalfToEven(value: number): number {
  return value + roundingConstant - roundingConstant;
}

/** Whether no value is infinite or NaN. */
export function areFinite(values: Float32Array): boolean {
  return values.every(Number.isFinite);
}
