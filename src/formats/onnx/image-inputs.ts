import { imageAxes, type ImageSize } from '../image-size.ts';
import type { Size } from '#graph/value.ts';
import type { ValueInfo } from './model.ts';
import { valueFromInfo } from './shapes.ts';

interface ImageInputs {
  /** The inputs; unnamed free sizes of images have the name `<input>.<axis>`. */
  readonly inputs: ValueInfo[];
  /** The free image sizes by name, in pixels; `null` if not known. */
  readonly sizes: ReadonlyMap<string, number | null>;
}

/** Finds the free sizes that are the height or width of an image: unlike the batch, they have no common default. */
export function imageInputs(inputs: readonly ValueInfo[], image: ImageSize | null): ImageInputs {
  const sizes = new Map<string, number | null>();
  const named = inputs.map((info) => {
    const { shape } = valueFromInfo(info);
    const axes = imageAxes({ name: info.name, shape });
    const tensor = info.type?.tensor;
    if (!axes || !tensor?.shape) return info;
    const dims = tensor.shape.dims.map((dim, axis) => {
      const size: Size = shape?.[axis] ?? null;
      const isImage = axis === axes.height || axis === axes.width;
      if (!isImage || typeof size === 'number') return dim;
      const parameter = size ?? `${info.name}.${axis}`;
      sizes.set(parameter, (axis === axes.height ? image?.height : image?.width) ?? null);
      return { ...dim, value: undefined, parameter };
    });
    return { ...info, type: { ...info.type, tensor: { ...tensor, shape: { ...tensor.shape, dims } } } };
  });
  return { inputs: named as ValueInfo[], sizes };
}
