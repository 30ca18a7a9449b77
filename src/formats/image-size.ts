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
/** Pixels. A longer side is treated as an error in the file (heuristic, not measured). */
const maxSide = 8192;

/**
 * The image size in pixels to assume if the model leaves it free, from `preprocessor_config.json`: the crop size,
 * otherwise the padded size, otherwise the resized one; a single edge means a square. `null` if there is no such file
 * or no size in it.
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
  const sides = [asNonNegativeInteger(height) ?? square, asNonNegativeInteger(width) ?? square];
  const [tall, wide] = sides;
  const isUsable = sides.every((side) => side !== null && side > 0 && side <= maxSide);
  return isUsable && tall && wide ? { height: tall, width: wide } : null;
}

type Described = Pick<ValueFacts, 'name' | 'shape'>;

/** Inputs with four axes that are not images: KV caches, masks, states. */
const noImage = /past|cache|(^|[._])(keys?|(?<!pixel_)values?|masks?|states?)([._]|$)/i;

/** The height and width axes of an image input, NCHW or NHWC; `null` if it is not an image. */
export function findImageAxes({ name, shape }: Described): { readonly height: number; readonly width: number } | null {
  if (shape?.length !== 4 || noImage.test(name)) return null;
  const isChannels = (size: number | string | null | undefined) =>
    size === 1 || size === 3 || size === 4 || (typeof size === 'string' && /channel/i.test(size));
  if (isChannels(shape[1])) return { height: 2, width: 3 };
  return isChannels(shape[3]) ? { height: 1, width: 2 } : null;
}

/** The image's size for the free heights and widths of the inputs, by the names of `core/model/free-dimensions.ts`. */
export function resolveImageInputSizes(inputs: readonly Described[], image: ImageSize | null): Dimensions {
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
