import { countPerElementOperations, operationsPer } from '#graph/cost.ts';
import { countElements, type Shape, type Size } from '#graph/value.ts';
import { asNonNegativeInteger, asString, type JsonObject } from '../../json.ts';
import { createRuleTable, type LayerRule } from './layer-rule.ts';
import { computeWindowOutputSize } from './product-rules.ts';

/** Reads a list of sizes, or one size for all axes. */
function readSides(value: unknown, rank: number, defaultValue: number): readonly number[] {
  const sizes = Array.isArray(value)
    ? value.map(asNonNegativeInteger)
    : Array<number | null>(rank).fill(asNonNegativeInteger(value));
  return Array.from({ length: rank }, (_, axis) => sizes[axis] ?? defaultValue);
}

const isChannelsFirst = (config: JsonObject): boolean => config.data_format === 'channels_first';
const computeArea = (sizes: readonly number[]): number => sizes.reduce((total, size) => total * size, 1);

/** Computes the output shape of a sliding window. */
function computeWindowOutputShape(
  config: JsonObject,
  x: Shape,
  kernel: readonly number[],
  stride: unknown,
  channels: Size,
): Shape {
  const first = isChannelsFirst(config) ? 2 : 1;
  const strides = readSides(stride, kernel.length, 1);
  const dilations = readSides(config.dilation_rate, kernel.length, 1);
  const padding = (asString(config.padding) ?? 'valid').toUpperCase().replace('CAUSAL', 'SAME');
  return x.map((size, axis): Size => {
    const index = axis - first;
    if (axis === 0) return size;
    if (index < 0 || index >= kernel.length) return channels;
    return computeWindowOutputSize(size, kernel[index] ?? null, strides[index] ?? 1, dilations[index] ?? 1, padding);
  });
}

const getChannelCount = (config: JsonObject, x: Shape): Size => x.at(isChannelsFirst(config) ? 1 : -1) ?? null;

const convolution: LayerRule = (config, [x]) => {
  if (!x || x.length < 3) return null;
  const kernel = readSides(config.kernel_size, x.length - 2, 1);
  const shape = computeWindowOutputShape(config, x, kernel, config.strides, asNonNegativeInteger(config.filters));
  const channels = getChannelCount(config, x);
  return {
    shape,
    flops: countPerElementOperations(shape, typeof channels === 'number' ? 2 * computeArea(kernel) * channels : null),
  };
};

const depthwise: LayerRule = (config, [x]) => {
  if (x?.length !== 4) return null;
  const kernel = readSides(config.kernel_size, 2, 1);
  const channels = countElements([getChannelCount(config, x), asNonNegativeInteger(config.depth_multiplier) ?? 1]);
  const shape = computeWindowOutputShape(config, x, kernel, config.strides, channels);
  return { shape, flops: countPerElementOperations(shape, 2 * computeArea(kernel)) };
};

/** A depthwise convolution followed by a pointwise one. */
const separable: LayerRule = (config, inputs) => {
  const first = depthwise(config, inputs);
  if (!first?.shape) return null;
  const second = convolution({ filters: config.filters, data_format: config.data_format, kernel_size: 1 }, [
    first.shape,
  ]);
  const isKnown = typeof first.flops === 'number' && typeof second?.flops === 'number';
  return { shape: second?.shape ?? null, flops: isKnown ? (first.flops ?? 0) + (second.flops ?? 0) : null };
};

/** Transposed convolution: each input element is multiplied by the entire kernel of every filter. */
const transposedConvolution: LayerRule = (config, [x]) => {
  if (x?.length !== 4) return null;
  const [kernel, strides] = [readSides(config.kernel_size, 2, 1), readSides(config.strides, 2, 1)];
  const filters = asNonNegativeInteger(config.filters);
  const first = isChannelsFirst(config) ? 2 : 1;
  const shape = x.map((size, axis): Size => {
    const index = axis - first;
    if (axis === 0) return size;
    if (index < 0 || index > 1) return filters;
    const [side = 1, stride = 1] = [kernel[index], strides[index]];
    if (typeof size !== 'number') return null;
    return size * stride + (config.padding === 'same' ? 0 : Math.max(side - stride, 0));
  });
  return { shape, flops: countPerElementOperations(x, filters === null ? null : 2 * computeArea(kernel) * filters) };
};

const pool: LayerRule = (config, [x]) => {
  if (!x || x.length < 3) return null;
  const kernel = readSides(config.pool_size, x.length - 2, 2);
  const shape = computeWindowOutputShape(
    config,
    x,
    kernel,
    config.strides ?? config.pool_size,
    getChannelCount(config, x),
  );
  return { shape, flops: countPerElementOperations(shape, computeArea(kernel)) };
};

const globalPool: LayerRule = (config, [x]) =>
  x ? { shape: [x[0] ?? null, getChannelCount(config, x)], flops: countPerElementOperations(x, 1) } : null;

/** Padding adds a pair of sizes to each spatial axis, cropping subtracts it. */
const createPaddingRule =
  (key: string, sign: 1 | -1): LayerRule =>
  (config, [x]) => {
    if (x?.length !== 4) return null;
    const pairs = Array.isArray(config[key]) ? config[key] : [config[key], config[key]];
    const first = isChannelsFirst(config) ? 2 : 1;
    const shape = x.map((size, axis): Size => {
      const pair = axis === first || axis === first + 1 ? readSides(pairs[axis - first], 2, 0) : [0, 0];
      return typeof size === 'number' ? size + sign * ((pair[0] ?? 0) + (pair[1] ?? 0)) : null;
    });
    return { shape, flops: 0 };
  };

const upSampling: LayerRule = (config, [x]) => {
  if (x?.length !== 4) return null;
  const factors = readSides(config.size, 2, 2);
  const first = isChannelsFirst(config) ? 2 : 1;
  const shape = x.map((size, axis) => (typeof size === 'number' ? size * (factors[axis - first] ?? 1) : null));
  return {
    shape,
    flops: countPerElementOperations(shape, config.interpolation === 'bilinear' ? operationsPer.interpolation : 0),
  };
};

/** Keras layers with a sliding window over an image or a sequence. */
export const windows: Readonly<Record<string, LayerRule>> = {
  ...createRuleTable(convolution, 'Conv1D Conv2D Conv3D'),
  DepthwiseConv2D: depthwise,
  SeparableConv2D: separable,
  Conv2DTranspose: transposedConvolution,
  ...createRuleTable(pool, 'AveragePooling1D AveragePooling2D AveragePooling3D MaxPooling1D MaxPooling2D MaxPooling3D'),
  ...createRuleTable(globalPool, 'GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D'),
  ZeroPadding2D: createPaddingRule('padding', 1),
  Cropping2D: createPaddingRule('cropping', -1),
  UpSampling2D: upSampling,
};
