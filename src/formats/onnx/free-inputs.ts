import { listBatchNames, formatDimensionName } from '#core/model/free-dimensions.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { findImageAxes } from '../image-size.ts';
import type { ValueInfo } from './onnx-model.ts';
import { toValue } from './infer-shapes.ts';

/** The named free dimensions of a graph's inputs, grouped by the source of their sizes. */
interface FreeInputs {
  /** The inputs; unnamed free dimensions are named `<input>.<axis>`. */
  readonly inputs: readonly ValueInfo[];
  readonly chosen: Readonly<Record<string, number>>;
  /** Sizes in pixels, from the image processor. */
  readonly imageSizes: Readonly<Record<string, number>>;
  /** Dimensions that get the default size 1. */
  readonly ones: readonly string[];
  /** Heights and widths of images for which no size is known. Unlike the batch, they have no usual default. */
  readonly unsized: readonly string[];
}

/**
 * Names the unnamed free dimensions of inputs, and finds a size for each free dimension.
 * @param imageSizes from the image processor's configuration
 * @param chosen sizes that take precedence over `imageSizes`
 */
export function nameFreeInputs(infos: readonly ValueInfo[], imageSizes: Dimensions, chosen: Dimensions): FreeInputs {
  const [chosenSizes, usedImageSizes] = [new Map<string, number>(), new Map<string, number>()];
  const [ones, unsized] = [new Set<string>(), new Set<string>()];
  const namedShapes = infos.map((info) => ({ name: info.name, shape: toValue(info).shape }));
  const batch = listBatchNames(namedShapes);
  const inputs = infos.map((info, index) => {
    const input = namedShapes[index]!;
    const tensor = info.type?.tensor;
    if (!input.shape || !tensor?.shape) return info;
    const axes = findImageAxes(input);
    const dims = tensor.shape.dims.map((dim, axis) => {
      const size = input.shape?.[axis] ?? null;
      if (typeof size === 'number') return dim;
      const name = size ?? `${input.name}.${axis}`;
      const settable = formatDimensionName(input, axis, batch);
      const chosenSize = settable !== null && Object.hasOwn(chosen, settable) ? chosen[settable] : undefined;
      const imageSize = Object.hasOwn(imageSizes, name) ? imageSizes[name] : undefined;
      if (chosenSize !== undefined && chosenSize !== imageSize) chosenSizes.set(name, chosenSize);
      else if (imageSize !== undefined) usedImageSizes.set(name, imageSize);
      else if (axis === axes?.height || axis === axes?.width) unsized.add(name);
      else ones.add(name);
      return { ...dim, value: undefined, parameter: name };
    });
    return { ...info, type: { ...info.type, tensor: { ...tensor, shape: { ...tensor.shape, dims } } } } as ValueInfo;
  });
  return {
    inputs,
    chosen: Object.fromEntries(chosenSizes),
    imageSizes: Object.fromEntries(usedImageSizes),
    ones: [...ones],
    unsized: [...unsized],
  };
}
