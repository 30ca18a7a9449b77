import { dequantiseBlocks, type BlockOptions } from './block-weights.ts';
import { quantiseBlocks } from './quantise-blocks.ts';
import type { InputStatistics } from './input-statistics.ts';

/** The number of exponents that are tried, as in the paper: 0, 1/20, ..., 19/20. */
const exponentCount = 20;

/**
 * Searches the AWQ factors of input channels: J. Lin et al., “AWQ: Activation-aware Weight Quantization” (MLSys 2024),
 * section 3.2. Weights are multiplied by them before quantisation and inputs divided, so channels with large inputs
 * have smaller errors. The factors are powers of the mean input magnitudes; the exponent minimises the expected squared
 * error of the products, assuming independent channels.
 * @param weights matrices [rows, channels] with the same inputs
 * @returns one factor per channel, or `null` if the error is lowest without factors
 */
export function searchActivationFactors(
  weights: readonly Float32Array[],
  { meanMagnitudes, meanSquares }: InputStatistics,
  options: BlockOptions,
): Float32Array<ArrayBuffer> | null {
  const channels = meanMagnitudes.length;
  let best: Float32Array<ArrayBuffer> | null = null;
  let minError = Infinity;
  for (let step = 0; step < exponentCount; step++) {
    const factors = computeFactors(meanMagnitudes, step / exponentCount);
    const error = weights.reduce(
      (sum, weight) => sum + computeQuantisationError(weight, channels, factors, meanSquares, options),
      0,
    );
    if (error >= minError) continue;
    [best, minError] = [step === 0 ? null : factors, error];
  }
  return best;
}

/** Returns powers of the magnitudes, scaled so that the geometric mean of the minimum and maximum is 1. */
function computeFactors(magnitudes: Float64Array, exponent: number): Float32Array<ArrayBuffer> {
  const powers = magnitudes.map((magnitude) => Math.max(magnitude ** exponent, 1e-4));
  const [min, max] = powers.reduce(
    ([low, high], entry) => [Math.min(low, entry), Math.max(high, entry)],
    [Infinity, 0],
  );
  return Float32Array.from(powers, (power) => power / Math.sqrt(min * max));
}

function computeQuantisationError(
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

/** Returns weights [rows, channels] multiplied by the factor of each channel. */
export function scaleChannels(weights: Float32Array, factors: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(weights, (value, index) => value * factors[index % factors.length]!);
}
