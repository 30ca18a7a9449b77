import { pictureAxes, type PictureSize } from '../picture-size.ts';
import type { Size } from '../value.ts';
import type { ValueInfo } from './model.ts';
import { declared } from './shapes.ts';

interface PictureInputs {
  /** The inputs, free sizes of their pictures named: those without a name after their place. */
  readonly inputs: ValueInfo[];
  /** What is known of these names; null: nothing. */
  readonly sizes: ReadonlyMap<string, number | null>;
}

/** Which free sizes are those of a picture: no number of pixels stands for them, as 1 does for a batch. */
export function pictureInputs(inputs: readonly ValueInfo[], picture: PictureSize | null): PictureInputs {
  const sizes = new Map<string, number | null>();
  const named = inputs.map((info) => {
    const { shape } = declared(info);
    const axes = pictureAxes({ name: info.name, shape });
    const tensor = info.type?.tensor;
    if (!axes || !tensor?.shape) return info;
    const dims = tensor.shape.dims.map((dim, axis) => {
      const size: Size = shape?.[axis] ?? null;
      const isPicture = axis === axes.height || axis === axes.width;
      if (!isPicture || typeof size === 'number') return dim;
      const parameter = size ?? `${info.name}.${axis}`;
      sizes.set(parameter, (axis === axes.height ? picture?.height : picture?.width) ?? null);
      return { ...dim, value: undefined, parameter };
    });
    return { ...info, type: { ...info.type, tensor: { ...tensor, shape: { ...tensor.shape, dims } } } };
  });
  return { inputs: named as ValueInfo[], sizes };
}
