import { AppError } from '#core/errors/error.ts';
import { listBatchNames, formatDimensionName, isIntegerSetting } from '#core/model/free-dimensions.ts';
import { createSeededRandom } from '#core/random.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { countElements, type Tensor, type Tensors, type TensorSpec } from '#core/engine/tensor.ts';
import type { ImageScale } from '#formats/image-scale.ts';
import { inputSeed } from '../method.ts';
import { encodeFloat16 } from './tensor-numbers.ts';
import { recogniseImageLayout, createSeededImages, type ImageLayout } from './seeded-image.ts';

/** Above the size of any benchmark input; a larger size is an input error. */
const maxElements = 2 ** 28;

/** The scale of images if the model does not specify it. */
const defaultScale: ImageScale = { factor: [1], offset: [0] };

/**
 * Creates inputs for a model of unknown purpose (R22), equal on all devices: images if the shape is that of an image,
 * otherwise floats uniform in [0, 1), and 0 or 1 for integers and booleans, which is valid for a token, a mask or a
 * length.
 * @param dimensions sizes of free dimensions, and values of scalar integer inputs
 * @param scale the scale of float image inputs
 * @throws AppError input-invalid if a free dimension has no valid size
 */
export function createSeededInputs(
  specs: readonly TensorSpec[],
  dimensions: Dimensions = {},
  scale: ImageScale | null = null,
): Tensors {
  const random = createSeededRandom(inputSeed);
  const batch = listBatchNames(specs);
  return Object.fromEntries(
    specs.map((spec) => {
      const shape = spec.shape.map((size, axis) => {
        if (typeof size === 'number') return size;
        const name = formatDimensionName(spec, axis, batch);
        return name === null ? 1 : requireSize(name, Object.hasOwn(dimensions, name) ? dimensions[name] : undefined);
      });
      if (countElements(shape) > maxElements) {
        throw new AppError('input-invalid', {
          name: spec.name,
          reason: 'input-too-large',
          elements: countElements(shape),
          max: maxElements,
        });
      }
      const setting =
        isIntegerSetting(spec) && Object.hasOwn(dimensions, spec.name) ? dimensions[spec.name] : undefined;
      if (setting !== undefined) return [spec.name, createInteger(spec, shape, setting)];
      const layout = recogniseImageLayout(spec, shape);
      const image = layout && fillWithImages(spec, shape, layout, scale ?? defaultScale, random);
      return [spec.name, image ?? fillTensor(spec, shape, random)];
    }),
  );
}

function requireSize(name: string, size: number | undefined): number {
  if (size !== undefined && Number.isSafeInteger(size) && size > 0) return size;
  if (size === undefined) throw new AppError('input-invalid', { name, reason: 'size-missing' });
  throw new AppError('input-invalid', { name, reason: 'size-invalid', size });
}

function createInteger({ dtype }: TensorSpec, shape: number[], value: number): Tensor {
  return dtype === 'int64'
    ? { dtype, shape, data: BigInt64Array.of(BigInt(value)) }
    : { dtype: 'int32', shape, data: Int32Array.of(value) };
}

/** Integer images contain 8-bit pixels, centred on 0 in int8; `null` if the type is not used for images. */
function fillWithImages(
  { dtype }: TensorSpec,
  shape: number[],
  layout: ImageLayout,
  scale: ImageScale,
  random: () => number,
): Tensor | null {
  const createImages = () => createSeededImages(layout, countElements(shape), random);
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: Float32Array.from(scaleValues(createImages(), layout, scale)) };
    case 'float64':
      return { dtype, shape, data: scaleValues(createImages(), layout, scale) };
    case 'float16':
      return { dtype, shape, data: Uint16Array.from(scaleValues(createImages(), layout, scale), encodeFloat16) };
    case 'uint8':
      return { dtype, shape, data: Uint8Array.from(createImages(), toByte) };
    case 'int8':
      return { dtype, shape, data: Int8Array.from(createImages(), (value) => toByte(value) - 128) };
    case 'int32':
      return { dtype, shape, data: Int32Array.from(createImages(), toByte) };
    default:
      return null;
  }
}

const toByte = (value: number): number => Math.round(255 * value);

/** Scales the values in place. */
function scaleValues<Values extends Float64Array>(
  values: Values,
  { channels, height, width, isPlanar }: ImageLayout,
  { factor, offset }: ImageScale,
): Values {
  const stride = isPlanar ? height * width : 1;
  for (const [index, value] of values.entries()) {
    const channel = Math.floor(index / stride) % channels;
    values[index] = value * (factor[channel] ?? factor[0] ?? 1) + (offset[channel] ?? offset[0] ?? 0);
  }
  return values;
}

function fillTensor({ dtype, name }: TensorSpec, shape: number[], random: () => number): Tensor {
  const length = countElements(shape);
  const drawBit = () => (random() < 0.5 ? 0 : 1);
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: Float32Array.from({ length }, random) };
    case 'float64':
      return { dtype, shape, data: Float64Array.from({ length }, random) };
    case 'float16':
      // 0x3800 to 0x3bff are the float16 values from 0.5 to below 1.
      return { dtype, shape, data: Uint16Array.from({ length }, () => 0x3800 + Math.floor(random() * 0x400)) };
    case 'int8':
      return { dtype, shape, data: Int8Array.from({ length }, drawBit) };
    case 'uint8':
    case 'bool':
      return { dtype, shape, data: Uint8Array.from({ length }, drawBit) };
    case 'int16':
      return { dtype, shape, data: Int16Array.from({ length }, drawBit) };
    case 'uint16':
      return { dtype, shape, data: Uint16Array.from({ length }, drawBit) };
    case 'int32':
      return { dtype, shape, data: Int32Array.from({ length }, drawBit) };
    case 'uint32':
      return { dtype, shape, data: Uint32Array.from({ length }, drawBit) };
    case 'int64':
      return { dtype, shape, data: BigInt64Array.from({ length }, () => BigInt(drawBit())) };
    case 'uint64':
      return { dtype, shape, data: BigUint64Array.from({ length }, () => BigInt(drawBit())) };
    case 'string':
      throw new AppError('input-invalid', { name, reason: 'text-not-numbers' });
  }
}
