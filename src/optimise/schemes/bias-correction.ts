import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { computeWeightOffset, type WeightLayout } from '../weighted-layer.ts';
import { Activations, type CalibrationContext } from './activations.ts';

/**
 * Computes how much weight errors shift the mean of each output channel: the sum over the input channels of the error
 * times the mean of the input. Nagel et al., “Data-Free Quantization Through Weight Equalization and Bias Correction”
 * (ICCV 2019), section 4.2. The padding of a convolution counts as input.
 * @param errors quantised weights minus original weights
 * @param means mean of each input channel
 * @returns [outputs]
 */
export function computeMeanShifts(errors: Float32Array, layout: WeightLayout, means: Float32Array): Float64Array {
  const { outputs, inputs, groups, inner } = layout;
  const shifts = new Float64Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const group = Math.floor((output * groups) / outputs);
    for (let input = 0; input < inputs; input++) {
      const offset = computeWeightOffset(layout, output, input);
      let error = 0;
      for (let index = offset; index < offset + inner; index++) error += errors[index]!;
      shifts[output]! += error * means[group * inputs + input]!;
    }
  }
  return shifts;
}

/** Measures the mean of each channel (axis 1) of the values over all calibration inputs. */
export async function measureChannelMeans(
  model: OnnxModel,
  values: readonly string[],
  context: CalibrationContext,
): Promise<ReadonlyMap<string, Float32Array>> {
  const sums = new Map<string, { readonly totals: Float64Array; count: number }>();
  const activations = await Activations.open(model, values, context);
  try {
    await activations.forEach((name, data, [batch = 1, channels = 1]) => {
      const channelSums = sums.get(name) ?? { totals: new Float64Array(channels), count: 0 };
      if (channelSums.totals.length !== channels) return;
      const inner = data.length / (batch * channels);
      for (const [index, value] of data.entries()) channelSums.totals[Math.floor(index / inner) % channels]! += value;
      channelSums.count += batch * inner;
      sums.set(name, channelSums);
    });
  } finally {
    await activations.close();
  }
  return new Map([...sums].map(([name, { totals, count }]) => [name, Float32Array.from(totals, (sum) => sum / count)]));
}
