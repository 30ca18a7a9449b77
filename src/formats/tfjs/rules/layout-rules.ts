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
  const wanted = target?.content;
  if (!x || !wanted) return x ? createCostFreeOutputs([createValue(x.dtype, null)]) : null;
  const rest = wanted.indexOf(-1);
  const known = computeProduct(wanted.filter((_, axis) => axis !== rest));
  const whole = x.shape && computeProduct(x.shape);
  const left = typeof whole === 'number' && typeof known === 'number' && known > 0 ? whole / known : null;
  const shape = rest < 0 ? wanted : wanted.with(rest, left);
  return createCostFreeOutputs([createValue(x.dtype, shape, shape.length <= 1 ? x.content : null)]);
};

const squeeze: Rule = ({ inputs: [x], attributes }) => {
  if (!x?.shape) return null;
  const { shape } = x;
  const listed = attributes.ints('squeeze_dims') ?? attributes.ints('axis') ?? [];
  if (listed.length === 0 && !isFixed(shape)) return null;
  const removed = new Set(listed.map((axis) => normaliseAxis(axis, shape.length)));
  const rest = shape.filter((size, axis) => (removed.size > 0 ? !removed.has(axis) : size !== 1));
  return createCostFreeOutputs([createValue(x.dtype, rest, rest.length <= 1 ? x.content : null)]);
};

const expandDims: Rule = ({ inputs: [x, at] }) => {
  const listed = readScalar(at);
  if (!x?.shape || listed === null) return null;
  const axis = normaliseAxis(listed, x.shape.length + 1);
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
  const listed = readScalar(inputs.at(-1));
  const axis = listed === null || !shapes[0] ? null : normaliseAxis(listed, shapes[0].length);
  if (axis === null || !shapes[0]) return null;
  const sizes = shapes.map((shape) => shape?.[axis] ?? null);
  const total = readNumbers(sizes)?.reduce((sum, size) => sum + size, 0) ?? null;
  const contents = parts.map((part) => part?.content);
  const known = shapes[0].length === 1 && contents.every((content) => content !== undefined);
  return createCostFreeOutputs([
    createValue(
      getDtype(parts[0]),
      shapes[0].with(axis, total),
      known ? contents.flatMap((content) => content ?? []) : null,
    ),
  ]);
};

/** Pairs of sizes to add before and after, one pair per axis. */
const pad: Rule = ({ inputs: [x, pads] }) => {
  if (!x?.shape) return null;
  const added = readNumbers(pads?.content);
  const shape = x.shape.map((size, axis): Size => {
    const [before, after] = [added?.[2 * axis], added?.[2 * axis + 1]];
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

const gatherElements: Rule = ({ inputs: [x, indices, at] }) => {
  const axis = at ? readScalar(at) : 0;
  const picked = x && indices && axis !== null ? gather(x, indices, axis) : null;
  return picked && createCostFreeOutputs([picked]);
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
  const shape = x.shape.map((whole, axis): Size => {
    const wanted = sizes[axis] ?? null;
    if (wanted !== -1) return wanted;
    return typeof whole === 'number' && starts ? whole - (starts[axis] ?? 0) : null;
  });
  return createCostFreeOutputs([createValue(x.dtype, shape)]);
};

/** Equal parts along an axis; the operators differ in which input is the axis. */
function splitAxis(
  { attributes }: NodeContext,
  x: Value | undefined,
  listed: number | null,
  sizes: readonly number[] | null,
) {
  const count = attributes.int('num_split', sizes?.length ?? 1);
  const axis = x?.shape && listed !== null ? normaliseAxis(listed, x.shape.length) : null;
  if (!x?.shape || axis === null || count < 1 || count > maxOutputs) return null;
  const { shape } = x;
  const whole = shape[axis];
  return createCostFreeOutputs(
    Array.from({ length: count }, (_, index) => {
      const even = typeof whole === 'number' ? whole / count : null;
      return createValue(x.dtype, shape.with(axis, sizes ? (sizes[index] ?? null) : even));
    }),
  );
}

const shapeOperator: Rule = ({ inputs: [x] }) =>
  createCostFreeOutputs([x?.shape ? createValue('int32', [x.shape.length], x.shape) : createValue('int32', [null])]);

const fill = (target: Value | undefined, dtype: string) =>
  createCostFreeOutputs([createValue(dtype, target?.content ?? null)]);

const range: Rule = ({ inputs }) => {
  const [start, limit, step] = inputs.map(readScalar);
  const isKnown = typeof start === 'number' && typeof limit === 'number' && typeof step === 'number' && step !== 0;
  const count = isKnown ? Math.max(0, Math.ceil((limit - start) / step)) : null;
  return createCostFreeOutputs([createValue(getDtype(inputs[0]), [count])]);
};

/** Operators that arrange elements, or take parts of a tensor. */
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
  Fill: ({ inputs: [target, content] }) => fill(target, getDtype(content)),
  BroadcastTo: ({ inputs: [x, target] }) =>
    createCostFreeOutputs([
      createValue(getDtype(x), target?.content ? broadcastShapes(x?.shape, target.content) : null),
    ]),
  Range: range,
  OneHot: ({ inputs: [indices, depth, on] }) =>
    createCostFreeOutputs([createValue(getDtype(on), indices?.shape ? [...indices.shape, readScalar(depth)] : null)]),
};
