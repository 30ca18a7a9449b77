import type { ValueFacts } from '#core/model/model-facts.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { Siblings } from './format.ts';
import { asNonNegativeInteger, asObject, readJson } from './json.ts';

export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** The configuration of an image processor of the transformers library. */
const configName = 'preprocessor_config.json';
/** The maximum side in pixels. A longer side is treated as an error in the file. Heuristic, not measured. */
const maxSide = 8192;

/**
 * Reads the image size in pixels for a model that leaves it free from `preprocessor_config.json`: the crop size,
 * otherwise the padded size, otherwise the resized one; a single edge means a square. `null` if the file is missing or
 * specifies no size.
 */
export async function readProcessorImageSize(siblings: Siblings): Promise<ImageSize | null> {
  const file = siblings.get(configName);
  const config = file ? await readJson(file, 'onnx').then(asObject, () => null) : null;
  if (!config) return null;
  const sizes = [config.do_center_crop === false ? null : config.crop_size, config.pad_size, config.size];
  return sizes.map(readImageSize).find((size) => size !== null) ?? null;
}

function readImageSize(declared: unknown): ImageSize | null {
  const { height, width, shortest_edge: shortest, longest_edge: longest } = asObject(declared) ?? {};
  const square = asNonNegativeInteger(declared) ?? asNonNegativeInteger(shortest) ?? asNonNegativeInteger(longest);
  const edges = [asNonNegativeInteger(height) ?? square, asNonNegativeInteger(width) ?? square];
  const [imageHeight, imageWidth] = edges;
  const isValid = edges.every((edge) => edge !== null && edge > 0 && edge <= maxSide);
  return isValid && imageHeight && imageWidth ? { height: imageHeight, width: imageWidth } : null;
}

type NamedShape = Pick<ValueFacts, 'name' | 'shape'>;

/** Inputs with four axes that are not images: KV caches, masks, states. */
const nonImagePattern = /past|cache|(^|[._])(keys?|(?<!pixel_)values?|masks?|states?)([._]|$)/i;

/** Finds the height and width axes of an image input, NCHW or NHWC; `null` if it is not an image. */
export function findImageAxes({ name, shape }: NamedShape): { readonly height: number; readonly width: number } | null {
  if (shape?.length !== 4 || nonImagePattern.test(name)) return null;
  const isChannelCount = (size: number | string | null | undefined) =>
    size === 1 || size === 3 || size === 4 || (typeof size === 'string' && /channel/i.test(size));
  if (isChannelCount(shape[1])) return { height: 2, width: 3 };
  return isChannelCount(shape[3]) ? { height: 1, width: 2 } : null;
}

/** Assigns the image size to the free heights and widths of the inputs, by the names of `core/model/free-dimensions.ts`. */
export function resolveImageInputSizes(inputs: readonly NamedShape[], image: ImageSize | null): Dimensions {
  const sizes = inputs.flatMap((input) => {
    const axes = findImageAxes(input);
    if (!axes || !image) return [];
    return (['height', 'width'] as const).flatMap((side): [string, number][] => {
      const size = input.shape?.[axes[side]];
      return typeof size === 'number' ? [] : [[size ?? `${input.name}.${axes[side]}`, image[side]]];
    });
  });
  return Object.fromEntries(sizes);
}
