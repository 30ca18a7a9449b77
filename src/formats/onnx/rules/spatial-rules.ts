import { countWindows, countPaddedWindows } from '#graph/shapes.ts';
import { readNumbers, createValue, type Shape, type Size } from '#graph/value.ts';
import type { NodeContext, ShapeRule } from '../shape-rule.ts';

/** Sizes of the sliding window along each spatial axis. */
interface Window {
  readonly kernel: Shape;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
  readonly autoPad: string;
}

function readWindow({ attributes }: NodeContext, kernel: Shape): Window {
  const ones = kernel.map(() => 1);
  return {
    kernel,
    strides: attributes.ints('strides') ?? ones,
    dilations: attributes.ints('dilations') ?? ones,
    pads: attributes.ints('pads') ?? kernel.flatMap(() => [0, 0]),
    autoPad: attributes.text('auto_pad') ?? 'NOTSET',
  };
}

/** Computes the output sizes of a convolution or pooling according to the operator's specification. */
function computeWindowOutputSizes(spatial: Shape, window: Window, ceil = false): Shape {
  return spatial.map((size, axis) => {
    const kernel = window.kernel[axis] ?? null;
    const [stride, dilation] = [window.strides[axis] ?? 1, window.dilations[axis] ?? 1];
    if (window.autoPad.startsWith('SAME')) return countPaddedWindows(size, stride);
    const [before, after] = readPadding(window, axis);
    return countWindows(size, { kernel, stride, dilation, before, after }, ceil);
  });
}

function readPadding({ pads, autoPad, kernel }: Window, axis: number): [before: number, after: number] {
  return autoPad === 'VALID' ? [0, 0] : [pads[axis] ?? 0, pads[axis + kernel.length] ?? 0];
}

/** @param filterIndex index of the filter, [out channels, in channels / group, ...kernel], among the inputs */
function createConvolutionRule(filterIndex: number, dtype: (context: NodeContext) => string): ShapeRule {
  return (context) => {
    const x = context.inputs[0]?.shape;
    const filter = context.inputs[filterIndex]?.shape;
    if (!x || !filter || x.length < 3) return null;
    const kernel = context.attributes.ints('kernel_shape') ?? filter.slice(2);
    return [
      createValue(dtype(context), [
        x[0] ?? null,
        filter[0] ?? null,
        ...computeWindowOutputSizes(x.slice(2), readWindow(context, kernel)),
      ]),
    ];
  };
}

const transposedConvolution: ShapeRule = (context) => {
  const { attributes, inputs } = context;
  const [x, filter] = [inputs[0]?.shape, inputs[1]?.shape];
  if (!x || !filter) return null;
  const window = readWindow(context, attributes.ints('kernel_shape') ?? filter.slice(2));
  const declared = attributes.ints('output_shape');
  const outputPadding = attributes.ints('output_padding') ?? [];
  const channels = filter[1];
  const spatial = x.slice(2).map((size, axis): Size => {
    const kernel = window.kernel[axis] ?? null;
    const stride = window.strides[axis] ?? 1;
    if (declared) return declared.at(axis - window.kernel.length) ?? null;
    if (typeof size !== 'number' || typeof kernel !== 'number') return null;
    if (window.autoPad.startsWith('SAME')) return size * stride;
    const [before, after] = readPadding(window, axis);
    const extent = (kernel - 1) * (window.dilations[axis] ?? 1) + 1;
    return stride * (size - 1) + (outputPadding[axis] ?? 0) + extent - before - after;
  });
  const outputChannels = typeof channels === 'number' ? channels * attributes.int('group', 1) : null;
  return [createValue(inputs[0]?.dtype ?? 'unknown', [x[0] ?? null, outputChannels, ...spatial])];
};

const pool: ShapeRule = (context) => {
  const [x] = context.inputs;
  const kernel = context.attributes.ints('kernel_shape');
  if (!x?.shape || !kernel) return null;
  const spatial = computeWindowOutputSizes(
    x.shape.slice(2),
    readWindow(context, kernel),
    context.attributes.int('ceil_mode', 0) === 1,
  );
  const shape = [...x.shape.slice(0, 2), ...spatial];
  return [createValue(x.dtype, shape), createValue('int64', shape)];
};

const globalPool: ShapeRule = ({ inputs: [x] }) =>
  x?.shape
    ? [
        createValue(
          x.dtype,
          x.shape.map((size, axis) => (axis < 2 ? size : 1)),
        ),
      ]
    : null;

/** Resizes all axes or those in `axes` by scales or sizes; before opset 11 scales are the second input. */
const resize: ShapeRule = (context) => {
  const { inputs, attributes, opset } = context;
  const [x] = inputs;
  if (!x?.shape) return null;
  const axes = attributes.ints('axes')?.map((axis) => (axis < 0 ? axis + (x.shape?.length ?? 0) : axis)) ?? [
    ...x.shape.keys(),
  ];
  const isLegacy = opset < 11 || context.node.opType === 'Upsample';
  const scales = attributes.floats('scales') ?? readNumbers(inputs[isLegacy ? 1 : 2]?.content);
  const sizes = inputs[3]?.content;
  const shape = x.shape.map((size, axis): Size => {
    const index = axes.indexOf(axis);
    if (index < 0) return size;
    if (inputs[3]) return sizes?.[index] ?? null;
    const scale = scales?.[index];
    if (scale === 1) return size;
    return typeof size === 'number' && scale !== undefined ? Math.floor(size * scale) : null;
  });
  return [createValue(x.dtype, shape)];
};

const gridSample: ShapeRule = ({ inputs: [x, grid] }) => {
  if (!x?.shape || !grid?.shape) return null;
  return [createValue(x.dtype, [...x.shape.slice(0, 2), ...grid.shape.slice(1, -1)])];
};

const roiAlign: ShapeRule = ({ inputs: [x, rois], attributes }) => {
  const sizes = [attributes.int('output_height', 1), attributes.int('output_width', 1)];
  return x?.shape ? [createValue(x.dtype, [rois?.shape?.[0] ?? null, x.shape[1] ?? null, ...sizes])] : null;
};

const getFirstDtype = ({ inputs }: NodeContext): string => inputs[0]?.dtype ?? 'unknown';
/** A quantised output has the type of its zero point. */
const getZeroPointDtype = ({ inputs }: NodeContext): string => inputs[7]?.dtype ?? 'unknown';

export const spatial: Readonly<Record<string, ShapeRule>> = {
  AveragePool: pool,
  Conv: createConvolutionRule(1, getFirstDtype),
  ConvInteger: createConvolutionRule(1, () => 'int32'),
  ConvTranspose: transposedConvolution,
  GlobalAveragePool: globalPool,
  GlobalLpPool: globalPool,
  GlobalMaxPool: globalPool,
  GridSample: gridSample,
  LpPool: pool,
  MaxPool: pool,
  QLinearConv: createConvolutionRule(3, getZeroPointDtype),
  Resize: resize,
  RoiAlign: roiAlign,
  Upsample: resize,
  'com.microsoft::FusedConv': createConvolutionRule(1, getFirstDtype),
  'com.microsoft::QLinearAveragePool': pool,
  'com.microsoft::QLinearGlobalAveragePool': globalPool,
};
