import { permuteShape } from '#graph/shapes.ts';
import {
  normaliseAxis,
  broadcastShapes,
  isFixed,
  maxConstantElements,
  maxRank,
  computeProduct,
  multiplySizes,
  createValue,
} from '#graph/value.ts';
import type { Shape, Size, Value } from '#graph/value.ts';
import { getDataTypeName } from '../onnx-model.ts';
import { readSmallTensor } from '../onnx-attributes.ts';
import type { ShapeRule } from '../shape-rule.ts';
import { readIntegers } from './selection-rules.ts';

const reshape: ShapeRule = (context) => {
  const { inputs, attributes } = context;
  const [x, target] = inputs;
  const targetShape: readonly Size[] | undefined = attributes.ints('shape') ?? target?.content;
  if (!x) return null;
  if (!targetShape) {
    const rank = target?.shape?.length === 1 ? target.shape[0] : null;
    return [createValue(x.dtype, typeof rank === 'number' && rank <= maxRank ? Array<null>(rank).fill(null) : null)];
  }
  const isZeroCopied = attributes.int('allowzero', 0) === 0;
  const shape = targetShape.map((size, axis) => (size === 0 && isZeroCopied ? (x.shape?.[axis] ?? null) : size));
  const inferredAxis = shape.indexOf(-1);
  if (inferredAxis >= 0)
    shape[inferredAxis] = x.shape ? divideProducts(x.shape, shape.toSpliced(inferredAxis, 1)) : null;
  return [createValue(x.dtype, shape, shape.length <= 1 ? x.content : null)];
};

/** Divides the product of sizes by that of `divisors`; names that occur in both cancel. `null` if unknown. */
function divideProducts(sizes: Shape, divisors: Shape): Size {
  const remaining = [...sizes];
  let divisor = 1;
  for (const size of divisors) {
    const match = typeof size === 'string' ? remaining.indexOf(size) : -1;
    if (match >= 0) remaining.splice(match, 1);
    else if (typeof size === 'number') divisor *= size;
    else return null;
  }
  const product = computeProduct(remaining);
  if (divisor === 1) return product;
  return typeof product === 'number' && divisor > 0 && product % divisor === 0 ? product / divisor : null;
}

const transpose: ShapeRule = ({ inputs: [x], attributes }) => {
  if (!x?.shape) return null;
  const { shape } = x;
  const order = attributes.ints('perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
  const permuted = permuteShape(shape, order);
  return permuted && [createValue(x.dtype, permuted)];
};

const concat: ShapeRule = ({ inputs, attributes }) => {
  const shapes = inputs.map((input) => input?.shape);
  const [first] = shapes;
  const axis = first && normaliseAxis(attributes.int('axis', 1), first.length);
  if (!first || axis === null || axis === undefined) return null;
  let total: Size = 0;
  for (const shape of shapes) {
    const size = shape?.[axis] ?? null;
    total = typeof total === 'number' && typeof size === 'number' ? total + size : total === 0 ? size : null;
  }
  // A size that is free in one input may be fixed in another.
  const shape = first.map((_, index) =>
    index === axis
      ? total
      : (shapes.map((shape) => shape?.[index] ?? null).find((size) => typeof size === 'number') ??
        first[index] ??
        null),
  );
  const contents = inputs.map((input) => input?.content);
  const isKnown = first.length === 1 && contents.every((content) => content !== undefined);
  return [
    createValue(inputs[0]?.dtype ?? 'unknown', shape, isKnown ? contents.flatMap((content) => content ?? []) : null),
  ];
};

const unsqueeze: ShapeRule = (context) => {
  const [x] = context.inputs;
  const axes = readIntegers(context, 'axes', 1);
  if (!x?.shape || !axes) return null;
  const rank = x.shape.length + axes.length;
  const addedAxes = new Set(axes.map((axis) => normaliseAxis(axis, rank)));
  const inputSizes = [...x.shape];
  const shape = Array.from({ length: rank }, (_, axis): Size =>
    addedAxes.has(axis) ? 1 : (inputSizes.shift() ?? null),
  );
  return [createValue(x.dtype, shape, rank <= 1 ? x.content : null)];
};

const squeeze: ShapeRule = (context) => {
  const [x] = context.inputs;
  if (!x?.shape) return null;
  const { shape } = x;
  const axes = readIntegers(context, 'axes', 1);
  if (axes === null || (axes === undefined && !isFixed(shape))) return null;
  const removed = axes && new Set(axes.map((axis) => normaliseAxis(axis, shape.length)));
  const remaining = shape.filter((size, axis) => (removed ? !removed.has(axis) : size !== 1));
  return [createValue(x.dtype, remaining, remaining.length <= 1 ? x.content : null)];
};

const flatten: ShapeRule = ({ inputs: [x], attributes }) => {
  if (!x?.shape) return null;
  const axis = attributes.int('axis', 1);
  return [createValue(x.dtype, [computeProduct(x.shape.slice(0, axis)), computeProduct(x.shape.slice(axis))])];
};

const expand: ShapeRule = ({ inputs: [x, target] }) =>
  x && [createValue(x.dtype, target?.content ? broadcastShapes(x.shape, target.content) : null)];

const tile: ShapeRule = ({ inputs: [x, repeats] }) => {
  if (!x?.shape) return null;
  return [
    createValue(
      x.dtype,
      x.shape.map((size, axis) => multiplySizes(size, repeats?.content?.[axis] ?? null)),
    ),
  ];
};

const pad: ShapeRule = (context) => {
  const [x] = context.inputs;
  if (!x?.shape) return null;
  const { shape } = x;
  const pads = context.attributes.ints('paddings') ?? readIntegers(context, 'pads', 1);
  const axes = readIntegers(context, 'axes', 3) ?? shape.map((_, axis) => axis);
  if (!pads)
    return [
      createValue(
        x.dtype,
        shape.map(() => null),
      ),
    ];
  const padded = [...shape];
  for (const [index, signedAxis] of axes.entries()) {
    const axis = normaliseAxis(signedAxis, shape.length);
    if (axis === null) return null;
    const size = shape[axis] ?? null;
    const addedSize = (pads[index] ?? 0) + (pads[index + axes.length] ?? 0);
    padded[axis] = typeof size === 'number' ? size + addedSize : addedSize === 0 ? size : null;
  }
  return [createValue(x.dtype, padded)];
};

const shapeOperator: ShapeRule = ({ inputs: [x], attributes }) => {
  if (!x?.shape) return [createValue('int64', [null])];
  const part = x.shape.slice(attributes.int('start', 0), attributes.int('end', x.shape.length));
  return [createValue('int64', [part.length], part)];
};

const constant: ShapeRule = ({ attributes }) => {
  const tensor = attributes.tensor('value');
  if (tensor)
    return [
      createValue(
        getDataTypeName(tensor.dataType) ?? 'unknown',
        tensor.dims,
        toShapeContent(tensor.dims, readSmallTensor(tensor)),
      ),
    ];
  const int = attributes.int('value_int');
  if (int !== undefined) return [createValue('int64', [], [int])];
  const ints = attributes.ints('value_ints');
  if (ints) return [createValue('int64', [ints.length], ints)];
  const floats = attributes.floats('value_floats');
  if (floats) return [createValue('float32', [floats.length], floats)];
  return attributes.has('value_float') ? [createValue('float32', [])] : null;
};

/** Returns the numbers as the content of a value if it is a scalar or vector, otherwise `null`. */
export function toShapeContent(dims: Shape, numbers: readonly number[] | null): readonly number[] | null {
  return dims.length <= 1 ? numbers : null;
}

const constantOfShape: ShapeRule = ({ inputs: [target], attributes }) => {
  const tensor = attributes.tensor('value');
  const dtype = tensor ? (getDataTypeName(tensor.dataType) ?? 'unknown') : 'float32';
  const shape = target?.content ?? null;
  const fill = tensor ? (readSmallTensor(tensor)?.[0] ?? null) : 0;
  const count = shape && isFixed(shape) && shape.length <= 1 ? (shape[0] ?? 1) : null;
  return [
    createValue(
      dtype,
      shape,
      count !== null && count >= 0 && count <= maxConstantElements ? Array<Size>(count).fill(fill) : null,
    ),
  ];
};

const range: ShapeRule = ({ inputs }) => {
  const [start, limit, step] = inputs.map((input) => input?.content?.[0]);
  if (typeof start !== 'number' || typeof limit !== 'number' || !step || typeof step !== 'number')
    return [createValue(inputs[0]?.dtype ?? 'unknown', [start === 0 && step === 1 ? (limit ?? null) : null])];
  const count = Math.max(0, Math.ceil((limit - start) / step));
  const content = count <= 256 ? Array.from({ length: count }, (_, index) => start + index * step) : null;
  return [createValue(inputs[0]?.dtype ?? 'unknown', [count], content)];
};

const multiplySize = (size: Size, factor: number): Size =>
  typeof size === 'number' ? Math.floor(size * factor) : null;

/** Moves blocks of `blocksize` x `blocksize` elements between channels and image. */
const createDepthRule =
  (toSpace: boolean): ShapeRule =>
  ({ inputs: [x], attributes }) => {
    const blockSize = attributes.int('blocksize', 1);
    if (x?.shape?.length !== 4) return null;
    const [n = null, c = null, h = null, w = null] = x.shape;
    const [channelFactor, sideFactor] = toSpace ? [1 / blockSize ** 2, blockSize] : [blockSize ** 2, 1 / blockSize];
    return [
      createValue(x.dtype, [
        n,
        multiplySize(c, channelFactor),
        multiplySize(h, sideFactor),
        multiplySize(w, sideFactor),
      ]),
    ];
  };

const cast: ShapeRule = ({ inputs: [x], attributes }) => {
  if (!x) return null;
  const dtype = getDataTypeName(attributes.int('to', 0)) ?? 'unknown';
  const isInteger = dtype.includes('int');
  return [
    createValue(
      dtype,
      x.shape,
      x.content?.map((size) => (typeof size === 'number' && isInteger ? Math.trunc(size) : size)),
    ),
  ];
};

const getDtype = (input: Value | undefined): string => input?.dtype ?? 'unknown';

/** Operators that rearrange elements or create tensors. */
export const layout: Readonly<Record<string, ShapeRule>> = {
  Cast: cast,
  CastLike: ({ inputs: [x, like] }) => [createValue(getDtype(like), x?.shape ?? null)],
  Concat: concat,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  DepthToSpace: createDepthRule(true),
  Dropout: ({ inputs: [x] }) => x && [x, createValue('bool', x.shape)],
  Expand: expand,
  Flatten: flatten,
  Pad: pad,
  Range: range,
  Reshape: reshape,
  Shape: shapeOperator,
  Size: ({ inputs: [x] }) => [createValue('int64', [], [x?.shape ? computeProduct(x.shape) : null])],
  SpaceToDepth: createDepthRule(false),
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};
