import type { ValueFacts } from '#core/facts.ts';
import type { Siblings } from './format.ts';
import { asCount, asObject, readJson } from './json.ts';

export interface PictureSize {
  readonly height: number;
  readonly width: number;
}

/** What transformers' image processors write beside a model. */
const configName = 'preprocessor_config.json';
/** Beyond this no model looks at pictures. */
const longestSide = 8192;

/**
 * The size of picture that a model is shown where its file leaves it free: what is cut out in the end, else what the
 * picture is resized to, of which a shortest edge makes a square. null: no such file, or it does not say.
 */
export async function typicalPicture(siblings: Siblings): Promise<PictureSize | null> {
  const file = siblings.get(configName);
  const config = file ? await readJson(file, 'onnx').then(asObject, () => null) : null;
  if (!config) return null;
  const sizes = [config.do_center_crop === false ? null : config.crop_size, config.pad_size, config.size];
  return sizes.map(sizeOf).find((size) => size !== null) ?? null;
}

function sizeOf(stated: unknown): PictureSize | null {
  const { height, width, shortest_edge: shortest, longest_edge: longest } = asObject(stated) ?? {};
  const square = asCount(stated) ?? asCount(shortest) ?? asCount(longest);
  const sides = [asCount(height) ?? square, asCount(width) ?? square];
  const [tall, wide] = sides;
  const isUsable = sides.every((side) => side !== null && side > 0 && side <= longestSide);
  return isUsable && tall && wide ? { height: tall, width: wide } : null;
}

type Described = Pick<ValueFacts, 'name' | 'shape'>;

/** What also has four axes, of which one may be free: caches of keys and values, masks, states. */
const noPicture = /past|cache|(^|[._])(keys?|(?<!pixel_)values?|masks?|states?)([._]|$)/i;

/** Axes of height and width of an input that takes pictures: beside the channels. null: it takes none. */
export function pictureAxes({ name, shape }: Described): { readonly height: number; readonly width: number } | null {
  if (shape?.length !== 4 || noPicture.test(name)) return null;
  const isChannels = (size: number | string | null | undefined) =>
    size === 1 || size === 3 || size === 4 || (typeof size === 'string' && /channel/i.test(size));
  if (isChannels(shape[1])) return { height: 2, width: 3 };
  return isChannels(shape[3]) ? { height: 1, width: 2 } : null;
}

/** Whether the file leaves open how large a picture is. */
export function hasFreePicture(input: Described): boolean {
  const axes = pictureAxes(input);
  return axes !== null && [axes.height, axes.width].some((axis) => typeof input.shape?.[axis] !== 'number');
}

/** The shape with a picture of that size, where it left the size free. */
export function sizedShape(input: Described, picture: PictureSize | null): ValueFacts['shape'] {
  const axes = pictureAxes(input);
  if (!input.shape || !axes || !picture) return input.shape;
  return input.shape.map((size, axis) => {
    if (typeof size === 'number') return size;
    if (axis === axes.height) return picture.height;
    return axis === axes.width ? picture.width : size;
  });
}
