import { countPerElementOperations, operationsPer } from '#graph/cost.ts';
import { countWindows, countPaddedWindows } from '#graph/shapes.ts';
import { broadcastShapes, countElements, createValue, type Shape, type Size } from '#graph/value.ts';
import type { Attributes } from '../tfjs-attributes.ts';
import { createRuleTable, type Rule } from './operator-rule.ts';

/** Gets the spatial axes and the channel axis: NHWC unless the node specifies another layout. */
function getSpatialAxes(attributes: Attributes, rank: number): { axes: readonly number[]; channels: number } {
  const isFirst = attributes.text('data_format')?.startsWith('NC') ?? false;
  const axes = Array.from({ length: rank - 2 }, (_, index) => index + (isFirst ? 2 : 1));
  return { axes, channels: isFirst ? 1 : rank - 1 };
}

/** Computes TensorFlow's output size: SAME divides by the stride, VALID counts the windows that fit. */
export function computeWindowOutputSize(
  size: Size,
  kernel: Size,
  stride: number,
  dilation: number,
  padding: string | undefined,
): Size {
  if (padding === 'SAME') return countPaddedWindows(size, stride);
  return padding === 'VALID' ? countWindows(size, { kernel, stride, dilation }) : null;
}

function computeWindowOutputShape(attributes: Attributes, x: Shape, kernel: readonly Size[]): Shape {
  const { axes } = getSpatialAxes(attributes, x.length);
  const [strides, dilations] = [attributes.ints('strides'), attributes.ints('dilations')];
  const pads = attributes.ints('explicit_paddings') ?? [];
  const isExplicit = attributes.text('padding') === 'EXPLICIT';
  return x.map((size, axis): Size => {
    const index = axes.indexOf(axis);
    if (index < 0) return size;
    const padded =
      isExplicit && typeof size === 'number' ? size + (pads[2 * axis] ?? 0) + (pads[2 * axis + 1] ?? 0) : size;
    const padding = isExplicit ? 'VALID' : attributes.text('padding');
    return computeWindowOutputSize(
      padded,
      kernel[index] ?? null,
      strides?.[axis] ?? 1,
      dilations?.[axis] ?? 1,
      padding,
    );
  });
}

/** Filters are [...kernel, in, out]; each output sums over all but the last. */
const convolution: Rule = ({ inputs: [x, filter], attributes }) => {
  if (!x?.shape || !filter?.shape || x.shape.length < 3 || filter.shape.length !== x.shape.length) return null;
  const { channels } = getSpatialAxes(attributes, x.shape.length);
  const kernel = filter.shape.slice(0, -2);
  const shape = computeWindowOutputShape(attributes, x.shape, kernel).with(channels, filter.shape.at(-1) ?? null);
  const products = countElements(filter.shape.slice(0, -1));
  return { outputs: [createValue(x.dtype, shape)], flops: countPerElementOperations(shape, products && 2 * products) };
};

/** Filters are [height, width, in, multiplier]; each output sums over one window of one channel. */
const depthwise: Rule = ({ inputs: [x, filter], attributes }) => {
  if (x?.shape?.length !== 4 || filter?.shape?.length !== 4) return null;
  const { channels } = getSpatialAxes(attributes, 4);
  const shape = computeWindowOutputShape(attributes, x.shape, filter.shape).with(
    channels,
    countElements(filter.shape.slice(2)),
  );
  const products = countElements(filter.shape.slice(0, 2));
  return { outputs: [createValue(x.dtype, shape)], flops: countPerElementOperations(shape, products && 2 * products) };
};

/**
 * Inputs: output shape, filter [height, width, out, in], image; each element contributes to height x width x out
 * outputs.
 */
const transposedConvolution: Rule = ({ inputs: [target, filter, x] }) => {
  const shape = target?.content ?? null;
  const products = countElements(filter?.shape?.slice(0, 3));
  return x
    ? { outputs: [createValue(x.dtype, shape)], flops: countPerElementOperations(x.shape, products && 2 * products) }
    : null;
};

const pool: Rule = ({ inputs: [x], attributes }) => {
  const sides = attributes.ints('ksize');
  if (!x?.shape || !sides || x.shape.length < 3) return null;
  const { axes } = getSpatialAxes(attributes, x.shape.length);
  const shape = computeWindowOutputShape(
    attributes,
    x.shape,
    axes.map((axis) => sides[axis] ?? null),
  );
  return {
    outputs: [createValue(x.dtype, shape), createValue('int32', shape)],
    flops: countPerElementOperations(
      shape,
      sides.reduce((product, side) => product * side, 1),
    ),
  };
};

/** The operators differ in the names of the transpose attributes. */
const createMatMulRule =
  (first: string, second: string): Rule =>
  ({ inputs: [a, b], attributes }) => {
    if (!a?.shape || !b?.shape || a.shape.length < 2 || b.shape.length < 2) return null;
    const [isATransposed, isBTransposed] = [attributes.flag(first), attributes.flag(second)];
    const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const inner = a.shape.at(isATransposed ? -2 : -1);
    const shape = batch && [
      ...batch,
      a.shape.at(isATransposed ? -1 : -2) ?? null,
      b.shape.at(isBTransposed ? -2 : -1) ?? null,
    ];
    return {
      outputs: [createValue(a.dtype, shape)],
      flops: countPerElementOperations(shape, typeof inner === 'number' ? 2 * inner : null),
    };
  };

const createResizeRule =
  (operations: number): Rule =>
  ({ inputs: [x, size] }) => {
    if (x?.shape?.length !== 4) return null;
    const [height = null, width = null] = size?.content ?? [];
    const shape = [x.shape[0] ?? null, height, width, x.shape[3] ?? null];
    return { outputs: [createValue(x.dtype, shape)], flops: countPerElementOperations(shape, operations) };
  };

/** Operators whose outputs sum over many inputs. A multiply-add counts as two operations. */
export const products: Readonly<Record<string, Rule>> = {
  ...createRuleTable(convolution, 'Conv2D _FusedConv2D Conv3D'),
  ...createRuleTable(depthwise, 'DepthwiseConv2dNative FusedDepthwiseConv2dNative'),
  Conv2DBackpropInput: transposedConvolution,
  ...createRuleTable(pool, 'AvgPool AvgPool3D MaxPool MaxPool3D MaxPoolWithArgmax'),
  ...createRuleTable(createMatMulRule('transpose_a', 'transpose_b'), 'MatMul _FusedMatMul'),
  ...createRuleTable(createMatMulRule('adj_x', 'adj_y'), 'BatchMatMul BatchMatMulV2'),
  ResizeBilinear: createResizeRule(operationsPer.interpolation),
  ResizeNearestNeighbor: createResizeRule(0),
};
