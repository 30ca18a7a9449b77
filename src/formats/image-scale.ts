import type { ModelFacts } from '#core/model/model-facts.ts';
import type { Siblings } from './format.ts';
import { asObject, readJson } from './json.ts';

/**
 * The scaling of a channel value from 0 to 1 to a model's input, `value * factor + offset`, with one factor and offset
 * for all channels or one per channel.
 */
export interface ImageScale {
  readonly factor: readonly number[];
  readonly offset: readonly number[];
}

/** The standard metadata `Image.NominalPixelRange` of ONNX (onnx/docs/MetadataProps.md). */
const nominalRanges: Readonly<Record<string, ImageScale>> = {
  NominalRange_0_255: { factor: [255], offset: [0] },
  Normalized_0_1: { factor: [1], offset: [0] },
  Normalized_1_1: { factor: [2], offset: [-1] },
  NominalRange_16_235: { factor: [219], offset: [16] },
};

/**
 * Reads the scaling of a model's image values from its metadata or its `preprocessor_config.json`; `null` if neither
 * specifies it.
 */
export async function readImageScale(
  { metadata }: Pick<ModelFacts, 'metadata'>,
  siblings: Siblings,
): Promise<ImageScale | null> {
  const range = metadata['Image.NominalPixelRange'];
  if (range !== undefined && Object.hasOwn(nominalRanges, range)) return nominalRanges[range] ?? null;
  const file = siblings.get('preprocessor_config.json');
  const config = file ? await readJson(file, 'onnx').then(asObject, () => null) : null;
  return config && parseProcessorScale(config);
}

/** The image processors of the transformers library compute `(pixel * rescale_factor - mean) / std`. */
function parseProcessorScale(config: Readonly<Record<string, unknown>>): ImageScale | null {
  const factor = isNumber(config.rescale_factor) ? config.rescale_factor : 1 / 255;
  const rescale = config.do_rescale === false ? 1 : factor;
  if (config.do_normalize === false) return { factor: [255 * rescale], offset: [0] };
  const [mean, std] = [readNumbers(config.image_mean), readNumbers(config.image_std)];
  if (!mean || !std || std.includes(0) || mean.length !== std.length) return null;
  return {
    factor: std.map((deviation) => (255 * rescale) / deviation),
    offset: mean.map((channelMean, channel) => -channelMean / std[channel]!),
  };
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Reads one number for all channels, or one per channel. */
function readNumbers(value: unknown): readonly number[] | null {
  if (isNumber(value)) return [value];
  return Array.isArray(value) && value.length > 0 && value.every(isNumber) ? value : null;
}
