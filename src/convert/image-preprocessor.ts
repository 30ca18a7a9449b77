import { AppError } from '#core/errors/error.ts';
import type { PixelNormalisation } from '#core/model/classifier-metadata.ts';
import type { Siblings } from '#formats/format.ts';
import { readImageScale } from '#formats/image-scale.ts';

const file = 'preprocessor_config.json';

/** The normalisation of transformers’ `ViTImageProcessor` without a settings file: pixels from -1 to 1. */
const signedUnit: PixelNormalisation = { mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] };

/**
 * Reads how the pixels of a ViT are normalised from the `preprocessor_config.json` next to its weights, if there is
 * one.
 * @throws AppError model-unsupported if the file does not specify the normalisation of three channels
 */
export async function readPixelNormalisation(siblings: Siblings): Promise<PixelNormalisation> {
  if (!siblings.has(file)) return signedUnit;
  const scale = await readImageScale({ metadata: {} }, siblings);
  if (!scale || ![1, 3].includes(scale.factor.length))
    throw new AppError('model-unsupported', { model: file, why: 'rescale_factor, image_mean, image_std' });
  const { factor, offset } = scale;
  const getChannel = (values: readonly number[], channel: number) => values[channel % values.length]!;
  const computeStd = (channel: number) => 255 / getChannel(factor, channel);
  const computeMean = (channel: number) => 0 - getChannel(offset, channel) * computeStd(channel);
  return { mean: mapChannels(computeMean), std: mapChannels(computeStd) };
}

/** Rounds to 12 digits, so that a range such as -1 to 1 is recognised despite rounding errors. */
function mapChannels(compute: (channel: number) => number): PixelNormalisation['mean'] {
  const round = (channel: number) => Number(compute(channel).toPrecision(12));
  return [round(0), round(1), round(2)];
}
