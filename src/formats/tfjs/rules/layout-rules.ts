import { gather, permuteShape } from '#graph/shapes.ts';
import { normaliseAxis, broadcastShapes, isFixed, readNumbers, computeProduct, createValue } from '#graph/value.ts';
import type { Size, Value } from '#graph/value.ts';
import {
  getDtype,
  createCostFreeOutputs,
  createRuleTable,
  readScalar,
  type NodeContext,
  type Rule,
} from './operator-rule.ts';
import { stridedSlice } from './strided-slice.ts';

/** The maximum number of outputs of a node. Heuristic, not measured. */
const maxOutputs = 1024;

const reshape: Rule = ({ inputs: [x, target] }) => {
  const targetShape = target?.content;
  if (!x || !targetShape) return x ? createCostFreeOutputs([createValue(x.dtype, null)]) : null;
  const inferredAxis = targetShape.indexOf(-1);
  const knownElements = computeProduct(targetShape.filter((_, axis) => axis !== inferredAxis));
  const elements = x.shape && computeProduct(x.shape);
  const inferredSize =
    typeof elements === 'number' && typeof knownElements === 'number' && knownElements > 0
      ? elements / knownElements
      : null;
  const shape = inferredAxis < 0 ? targetShape : targetShape.with(inferredAxis, inferredSize);
  return createCostFreeOutputs([createValue(x.dtype, shape, shape.length <= 1 ? x.content : null)]);
};

const squeeze: Rule = ({ inputs: [x], attributes }) => {
  if (!x?.shape) return null;
  const { shape } = x;
  const axes = attributes.ints('squeeze_dims') ?? attributes.ints('axis') ?? [];
  if (axes.length === 0 && !isFixed(shape)) return null;
  const removed = new Set(axes.map((axis) => normaliseAxis(axis, shape.length)));
  const remaining = shape.filter((size, axis) => (removed.size > 0 ? !removed.has(axis) : size !== 1));
  return createCostFreeOutputs([createValue(x.dtype, remaining, remaining.length <= 1 ? x.content : null)]);
};

const expandDims: Rule = ({ inputs: [x, axisInput] }) => {
  const signedAxis = readScalar(axisInput);
  if (!x?.shape || signedAxis === null) return null;
  const axis = normaliseAxis(signedAxis, x.shape.length + 1);
  return axis === null
    ? null
    : createCostFreeOutputs([createValue(x.dtype, x.shape.toSpliced(axis, 0, 1), x.shape.length ? null : x.content)]);
};

const transpose: Rule = ({ inputs: [x, order] }) => {
  const axes = readNumbers(order?.content);
  const shape = x?.shape && axes && permuteShape(x.shape, axes);
  return x && shape ? createCostFreeOutputs([createValue(x.dtype, shape)]) : null;
};

const concat: Rule = ({ inputs }) => {
  const parts = inputs.slice(0, -1);
  const shapes = parts.map((part) => part?.shape);
  const signedAxis = readScalar(inputs.at(-1));
  const axis = signedAxis === null || !shapes[0] ? null : normaliseAxis(signedAxis, shapes[0].length);
  if (axis === null || !shapes[0]) return null;
  const sizes = shapes.map((shape) => shape?.[axis] ?? null);
  const total = readNumbers(sizes)?.reduce((sum, size) => sum + size, 0) ?? null;
  const contents = parts.map((part) => part?.content);
  const isKnown = shapes[0].length === 1 && contents.every((content) => content !== undefined);
  return createCostFreeOutputs([
    createValue(
      getDtype(parts[0]),
      shapes[0].with(axis, total),
      isKnown ? contents.flatMap((content) => content ?? []) : null,
    ),
  ]);
};

/** `pads` has two sizes per axis: before and after. */
const pad: Rule = ({ inputs: [x, pads] }) => {
  if (!x?.shape) return null;
  const paddings = readNumbers(pads?.content);
  const shape = x.shape.map((size, axis): Size => {
    const [before, after] = [paddings?.[2 * axis], paddings?.[2 * axis + 1]];
    return typeof size === 'number' && before !== undefined && after !== undefined ? size + before + after : null;
  });
  return createCostFreeOutputs([createValue(x.dtype, shape)]);
};

const pack: Rule = ({ inputs, attributes }) => {
  const [first] = inputs;
  if (!first?.shape) return null;
  const axis = normaliseAxis(attributes.int('axis', 0), first.shape.length + 1);
  if (axis === null) return null;
  const contents = inputs.map((input) => input?.content?.[0]);
  const content = first.shape.length === 0 ? contents.map((size) => size ?? null) : null;
  return createCostFreeOutputs([createValue(first.dtype, first.shape.toSpliced(axis, 0, inputs.length), content)]);
};

const gatherElements: Rule = ({ inputs: [x, indices, axisInput] }) => {
  const axis = axisInput ? readScalar(axisInput) : 0;
  const gathered = x && indices && axis !== null ? gather(x, indices, axis) : null;
  return gathered && createCostFreeOutputs([gathered]);
};

const tile: Rule = ({ inputs: [x, times] }) => {
  const counts = readNumbers(times?.content);
  if (!x?.shape || !counts) return null;
  const shape = x.shape.map((size, axis) => (typeof size === 'number' ? size * (counts[axis] ?? 1) : null));
  return createCostFreeOutputs([createValue(x.dtype, shape)]);
};

const slice: Rule = ({ inputs: [x, begin, size] }) => {
  const [starts, sizes] = [readNumbers(begin?.content), readNumbers(size?.content)];
  if (!x?.shape || !sizes) return null;
  const shape = x.shape.map((inputSize, axis): Size => {
    const outputSize = sizes[axis] ?? null;
    if (outputSize !== -1) return outputSize;
    return typeof inputSize === 'number' && starts ? inputSize - (starts[axis] ?? 0) : null;
  });
  return createCostFreeOutputs([createValue(x.dtype, shape)]);
};

/** Splits an axis into parts of these sizes, or into equal parts. The operators differ in the order of their inputs. */
function splitAxis(
  { attributes }: NodeContext,
  x: Value | undefined,
  signedAxis: number | null,
  sizes: readonly number[] | null,
) {
  const count = attributes.int('num_split', sizes?.length ?? 1);
  const axis = x?.shape && signedAxis !== null ? normaliseAxis(signedAxis, x.shape.length) : null;
  if (!x?.shape || axis === null || count < 1 || count > maxOutputs) return null;
  const { shape } = x;
  const size = shape[axis];
  return createCostFreeOutputs(
    Array.from({ length: count }, (_, index) => {
      const equalSize = typeof size === 'number' ? size / count : null;
      return createValue(x.dtype, shape.with(axis, sizes ? (sizes[index] ?? null) : equalSize));
    }),
  );
}

const shapeOperator: Rule = ({ inputs: [x] }) =>
  createCostFreeOutputs([x?.shape ? createValue('int32', [x.shape.length], x.shape) : createValue('int32', [null])]);

const createFilled = (target: Value | undefined, dtype: string) =>
  createCostFreeOutputs([createValue(dtype, target?.content ?? null)]);

const range: Rule = ({ inputs }) => {
  const [start, limit, step] = inputs.map(readScalar);
  const isKnown = typeof start === 'number' && typeof limit === 'number' && typeof step === 'number' && step !== 0;
  const count = isKnown ? Math.max(0, Math.ceil((limit - start) / step)) : null;
  return createCostFreeOutputs([createValue(getDtype(inputs[0]), [count])]);
};

/** Operators that rearrange or select elements. */
export const layout: Readonly<Record<string, Rule>> = {
  Reshape: reshape,
  Squeeze: squeeze,
  ExpandDims: expandDims,
  Transpose: transpose,
  ConcatV2: concat,
  ...createRuleTable(pad, 'MirrorPad Pad PadV2'),
  Pack: pack,
  Unpack: ({ inputs: [x], attributes }) => {
    const axis = x?.shape && normaliseAxis(attributes.int('axis', 0), x.shape.length);
    const count = attributes.int('num', 0);
    if (!x?.shape || axis === null || axis === undefined || count < 1 || count > maxOutputs) return null;
    const part = createValue(x.dtype, x.shape.toSpliced(axis, 1));
    return createCostFreeOutputs(Array.from({ length: count }, () => part));
  },
  ...createRuleTable(gatherElements, 'Gather GatherV2'),
  Tile: tile,
  Slice: slice,
  StridedSlice: stridedSlice,
  Split: (context) => splitAxis(context, context.inputs[1], readScalar(context.inputs[0]), null),
  SplitV: (context) =>
    splitAxis(context, context.inputs[0], readScalar(context.inputs[2]), readNumbers(context.inputs[1]?.content)),
  Shape: shapeOperator,
  Fill: ({ inputs: [target, content] }) => createFilled(target, getDtype(content)),
  BroadcastTo: ({ inputs: [x, target] }) =>
    createCostFreeOutputs([
      createValue(getDtype(x), target?.content ? broadcastShapes(x?.shape, target.content) : null),
    ]),
  Range: range,
  OneHot: ({ inputs: [indices, depth, on] }) =>
    createCostFreeOutputs([createValue(getDtype(on), indices?.shape ? [...indices.shape, readScalar(depth)] : null)]),
};
