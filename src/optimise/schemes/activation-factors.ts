import { dequantiseBlocks, type BlockOptions } from './block-weights.ts';
import { quantiseBlocks } from './quantise-blocks.ts';
import type { InputStatistics } from './input-statistics.ts';

/** Exponents that are tried, as in the paper: none, and up to all of the mean magnitude. */
const steps = 20;

/**
 * Factors for the input channels of weights, which are multiplied by them before they are quantised, and the inputs
 * divided: channels with large inputs then have smaller errors. The exponent of the mean magnitudes is the one with the
 * least error of the products, from the mean squares of the inputs, with channels taken as independent. J. Lin et al.,
 * “AWQ: Activation-aware Weight Quantization” (MLSys 2024), section 3.2.
 * @param weights matrices that have the same inputs, each [rows, channels]
 * @returns `null` if the least error is without factors
 */
export function searchActivationFactors(
  weights: readonly Float32Array[],
  { meanMagnitudes, meanSquares }: InputStatistics,
  options: BlockOptions,
): Float32Array<ArrayBuffer> | null {
  const channels = meanMagnitudes.length;
  let best: Float32Array<ArrayBuffer> | null = null;
  let minError = Infinity;
  for (let step = 0; step < steps; step++) {
    const factors = computeFactors(meanMagnitudes, step / steps);
    const error = weights.reduce(
      (sum, weight) => sum + computeError(weight, channels, factors, meanSquares, options),
      0,
    );
    if (error >= minError) continue;
    [best, minError] = [step === 0 ? null : factors, error];
  }
  return best;
}

/** With 1 as the geometric mean of the smallest and the largest. */
function computeFactors(magnitudes: Float64Array, exponent: number): Float32Array<ArrayBuffer> {
  const powers = magnitudes.map((magnitude) => Math.max(magnitude ** exponent, 1e-4));
  const [min, max] = powers.reduce(
    ([low, high], entry) => [Math.min(low, entry), Math.max(high, entry)],
    [Infinity, 0],
  );
  return Float32Array.from(powers, (power) => power / Math.sqrt(min * max));
}

function computeError(
  weights: Float32Array,
  channels: number,
  factors: Float32Array,
  meanSquares: Float64Array,
  options: BlockOptions,
): number {
  const scaled = scaleChannels(weights, factors);
  const blocks = quantiseBlocks(scaled, channels, { ...options, scales: 'range' });
  const values = dequantiseBlocks(blocks, scaled.length, channels, options.blockSize);
  let error = 0;
  for (let index = 0, channel = 0; index < values.length; index++, channel = (channel + 1) % channels)
    error += meanSquares[channel]! * ((values[index]! - scaled[index]!) / factors[channel]!) ** 2;
  return error;
}

/** Weights [rows, channels] times the factor of each channel. */
export function scaleChannels(weights: Float32Array, factors: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(weights, (value, index) => value * factors[index % factors.length]!);
}
